package org.datastoreguard.schedule;

/** The five fields of a cron schedule, each in cron's own syntax; {@code "*"} where a person left it empty. */
public record CronFields(String minute, String hour, String dayOfMonth, String month, String dayOfWeek) {}
