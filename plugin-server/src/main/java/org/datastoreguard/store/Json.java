package org.datastoreguard.store;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.util.List;
import java.util.Map;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.error.GuardException;
import org.datastoreguard.inventory.Source;
import org.datastoreguard.notify.Target;
import org.datastoreguard.schedule.NamingSchema;
import org.datastoreguard.schedule.TaskSchedule;
import org.datastoreguard.zfs.DatasetName;

/**
 * How records look in a {@code body} column: JSON with stable type names that do not follow a renamed class.
 *
 * <p>Reading refuses members it does not know. A server of an older version that silently dropped a field of a
 * replication task could destroy data that the field protects.
 */
final class Json {
    /** Grows when a stored shape changes in a way that reading must know about. */
    static final int FORMAT = 1;

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS, SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .visibility(PropertyAccessor.GETTER, JsonAutoDetect.Visibility.NONE)
            .visibility(PropertyAccessor.IS_GETTER, JsonAutoDetect.Visibility.NONE)
            .visibility(PropertyAccessor.FIELD, JsonAutoDetect.Visibility.ANY)
            .addMixIn(DatasetName.class, TextMixIn.class)
            .addMixIn(NamingSchema.class, PatternMixIn.class)
            .addMixIn(Source.class, SourceMixIn.class)
            .addMixIn(TaskSchedule.Rule.class, RuleMixIn.class)
            .addMixIn(Target.class, TargetMixIn.class)
            .build();

    private Json() {}

    static String write(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new GuardException(
                    ErrorCode.INTERNAL, "Cannot be stored: " + value.getClass().getSimpleName(), e);
        }
    }

    static List<String> readTexts(String json) {
        try {
            return List.of(MAPPER.readValue(json, String[].class));
        } catch (JsonProcessingException e) {
            throw new GuardException(ErrorCode.INTERNAL, "A stored list cannot be read", e);
        }
    }

    static Map<String, String> readMap(String json) {
        try {
            return MAPPER.readValue(json, new TypeReference<Map<String, String>>() {});
        } catch (JsonProcessingException e) {
            throw new GuardException(ErrorCode.INTERNAL, "Stored words cannot be read", e);
        }
    }

    static <T> T read(String json, Class<T> type) {
        try {
            return MAPPER.readValue(json, type);
        } catch (JsonProcessingException e) {
            throw new GuardException(ErrorCode.INTERNAL, "A stored " + type.getSimpleName() + " cannot be read", e);
        }
    }

    /** A record's JSON without the member that has a column of its own. */
    static String writeWithout(Object value, String member) {
        ObjectNode tree = MAPPER.valueToTree(value);
        tree.remove(member);
        return tree.toString();
    }

    /** Reads what {@link #writeWithout} wrote, with the member's value taken from its column. */
    static <T> T readWith(String json, Class<T> type, String member, long value) {
        try {
            ObjectNode tree = (ObjectNode) MAPPER.readTree(json);
            return MAPPER.treeToValue(tree.put(member, value), type);
        } catch (JsonProcessingException e) {
            throw new GuardException(
                    ErrorCode.INTERNAL,
                    "A stored " + type.getSimpleName() + " cannot be read. Was it written by a newer version?",
                    e);
        }
    }

    private abstract static class TextMixIn {
        @JsonCreator
        TextMixIn(String value) {}

        @JsonValue
        abstract String value();
    }

    private abstract static class PatternMixIn {
        @JsonCreator
        PatternMixIn(String pattern) {}

        @JsonValue
        abstract String pattern();
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Source.OfDatastore.class, name = "datastore"),
        @JsonSubTypes.Type(value = Source.OfDatasets.class, name = "datasets")
    })
    private interface SourceMixIn {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = TaskSchedule.Cron.class, name = "cron"),
        @JsonSubTypes.Type(value = TaskSchedule.Interval.class, name = "interval")
    })
    private interface RuleMixIn {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Target.Mail.class, name = "mail"),
        @JsonSubTypes.Type(value = Target.Webhook.class, name = "webhook")
    })
    private interface TargetMixIn {}
}
