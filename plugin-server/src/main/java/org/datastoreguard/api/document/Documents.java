package org.datastoreguard.api.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.swagger.v3.oas.annotations.media.Schema;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Objects;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.error.GuardException;
import org.jspecify.annotations.Nullable;

/**
 * Takes the bodies of requests: a whole document for a new object or in place of one, a JSON merge patch (RFC 7396) for
 * a change. Members that only the server sets may be sent back unchanged, so that a client can return what it read.
 * Thread-safe.
 */
public final class Documents {
    private final ObjectMapper json;

    public Documents(ObjectMapper json) {
        this.json = json;
    }

    /** Reads the body of a POST. @throws GuardException MALFORMED_REQUEST when it is not an object */
    public <T extends Record> T create(@Nullable JsonNode body, Class<T> type, FormErrors errors) {
        ObjectNode object = object(body);
        refuseServerSet(object, json.createObjectNode(), type, errors);
        return DocumentReader.read(object, type, errors);
    }

    /** Applies the body of a PATCH to what is stored. @throws GuardException MALFORMED_REQUEST when it is not an object */
    public <T extends Record> T patch(T current, @Nullable JsonNode patch, Class<T> type, FormErrors errors) {
        ObjectNode object = object(patch);
        ObjectNode stored = json.valueToTree(current);
        refuseServerSet(object, stored, type, errors);
        return DocumentReader.read(merge(stored, object), type, errors);
    }

    /**
     * Reads the body of a PUT, where members that only the server sets are not looked at: some of them change by themselves.
     *
     * @throws GuardException MALFORMED_REQUEST when it is not an object
     */
    public <T extends Record> T replace(@Nullable JsonNode body, Class<T> type, FormErrors errors) {
        return DocumentReader.read(object(body), type, errors);
    }

    private static ObjectNode object(@Nullable JsonNode body) {
        if (body instanceof ObjectNode object) {
            return object;
        }
        throw new GuardException(ErrorCode.MALFORMED_REQUEST, "The body must be a JSON object");
    }

    private void refuseServerSet(ObjectNode sent, ObjectNode stored, Class<?> type, FormErrors errors) {
        Arrays.stream(type.getRecordComponents())
                .filter(Documents::setByServer)
                .map(RecordComponent::getName)
                .filter(name -> sent.has(name) && !Objects.equals(sent.get(name), normal(stored.get(name))))
                .forEach(name -> errors.add(name, "is set by the server and cannot be changed"));
    }

    /** As a client would send it: numbers as it reads them, not as they are held here. */
    private @Nullable JsonNode normal(@Nullable JsonNode node) {
        return node != null && node.isLong() && node.canConvertToInt()
                ? json.getNodeFactory().numberNode(node.intValue())
                : node;
    }

    private static boolean setByServer(RecordComponent component) {
        Schema schema = component.getAccessor().getAnnotation(Schema.class);
        return schema != null && schema.accessMode() == Schema.AccessMode.READ_ONLY;
    }

    private static ObjectNode merge(ObjectNode target, ObjectNode patch) {
        patch.properties().forEach(member -> {
            JsonNode value = member.getValue();
            if (value.isNull()) {
                target.remove(member.getKey());
            } else if (value instanceof ObjectNode inner) {
                ObjectNode before = target.get(member.getKey()) instanceof ObjectNode o ? o : target.objectNode();
                target.set(member.getKey(), merge(before, inner));
            } else {
                target.set(member.getKey(), value);
            }
        });
        return target;
    }
}
