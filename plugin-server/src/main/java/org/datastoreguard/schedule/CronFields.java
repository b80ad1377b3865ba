package org.datastoreguard.schedule;

import com.github.kagkarlsson.scheduler.task.schedule.CronSchedule;
import com.github.kagkarlsson.scheduler.task.schedule.CronStyle;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.error.FieldError;
import org.datastoreguard.error.GuardException;

/**
 * The five fields of a cron schedule, each in cron's own syntax: {@code *}, numbers, lists, ranges, steps, and the
 * English abbreviations of months and weekdays; Sunday is 0 or 7. An empty field means {@code *}.
 *
 * <p>When both day of month and day of week are restricted, a day fits if <em>either</em> does, as in every Unix cron:
 * {@code 0 12 1 * MON} is noon on each Monday and on the first of each month.
 */
public record CronFields(String minute, String hour, String dayOfMonth, String month, String dayOfWeek) {
    private static final Pattern CHARACTERS = Pattern.compile("[0-9A-Za-z*,/-]{1,200}");
    private static final List<String> NAMES =
            List.of("schedule.minute", "schedule.hour", "schedule.dayOfMonth", "schedule.month", "schedule.dayOfWeek");

    /** @throws GuardException INVALID_FIELD with every field that cron cannot read */
    public CronFields {
        minute = starIfEmpty(minute);
        hour = starIfEmpty(hour);
        dayOfMonth = starIfEmpty(dayOfMonth);
        month = starIfEmpty(month);
        dayOfWeek = starIfEmpty(dayOfWeek);
        List<FieldError> errors = errors(List.of(minute, hour, dayOfMonth, month, dayOfWeek));
        if (!errors.isEmpty()) {
            throw GuardException.ofFields(ErrorCode.INVALID_FIELD, errors);
        }
    }

    private static String starIfEmpty(String field) {
        return field.isBlank() ? "*" : field.strip();
    }

    private static List<FieldError> errors(List<String> fields) {
        List<FieldError> errors = new ArrayList<>();
        for (int i = 0; i < fields.size(); i++) {
            String rule = brokenRule(fields.get(i), i);
            if (!rule.isEmpty()) {
                errors.add(new FieldError(NAMES.get(i), rule));
            }
        }
        return errors;
    }

    /** Tried alone among stars, so that the error names the field and not the line. */
    private static String brokenRule(String field, int position) {
        if (!CHARACTERS.matcher(field).matches()) {
            return "not a cron field; use *, numbers, lists 1,2, ranges 1-5 and steps */5";
        }
        String[] line = {"*", "*", "*", "*", "*"};
        line[position] = field;
        try {
            parse(String.join(" ", line));
            return "";
        } catch (IllegalArgumentException e) {
            return "not a cron field: " + reason(e);
        }
    }

    private static String reason(IllegalArgumentException e) {
        return e.getMessage() == null ? "unreadable" : e.getMessage().replace("Failed to parse cron expression. ", "");
    }

    /** db-scheduler's cron on a time line without daylight saving; see {@link CronSlots} for why. */
    CronSchedule onUtc() {
        return parse(toString());
    }

    private static CronSchedule parse(String line) {
        return new CronSchedule(line, ZoneOffset.UTC, CronStyle.UNIX);
    }

    /** As one crontab line. */
    @Override
    public String toString() {
        return String.join(" ", minute, hour, dayOfMonth, month, dayOfWeek);
    }
}
