package dev.groundwave.service;

import dev.groundwave.wire.Bytes;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the service said to one call: status, headers and the whole body. */
record Answer(int status, HttpHeaders headers, Bytes body) {
    private static final Pattern CHALLENGE = Pattern.compile("error_description=\"([^\"]*)\"");
    private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");

    static Answer of(HttpResponse<byte[]> response) {
        return new Answer(response.statusCode(), response.headers(), Bytes.wrap(response.body()));
    }

    boolean isSuccess() {
        return status / 100 == 2;
    }

    @Override
    public String toString() {
        return "Answer[" + status + ", " + body.size() + " bytes]";
    }

    /** The failure this answer is. Both error forms share the members that are read; a HEAD has the header alone. */
    ServiceException failure(Call call) {
        ServiceJson.ErrorBody error = ServiceJson.error(body);
        Optional<String> code = headers.firstValue("x-ms-error-code").or(error::code);
        StringBuilder text = new StringBuilder(call + " was answered " + status);
        code.ifPresent(name -> text.append(' ').append(name));
        error.message()
                .or(this::challenge)
                .ifPresent(message -> text.append(": ").append(message));
        return ServiceException.of(details(text.toString(), code, error.target()), null);
    }

    /** The failure to understand this answer. */
    ServiceException unreadable(Call call, ServiceJson.UnreadableException cause) {
        String text = call + " was answered " + status + ", but " + cause.getMessage();
        return ServiceException.of(details(text, Optional.empty(), Optional.empty()), cause);
    }

    /** How long the service wants to be left alone; the headers with milliseconds are finer and come first. */
    Optional<Duration> retryAfter(Instant now) {
        Optional<Duration> millis = headers.firstValue("retry-after-ms")
                .or(() -> headers.firstValue("x-ms-retry-after-ms"))
                .filter(text -> NUMBER.matcher(text).matches())
                .map(text -> Duration.ofMillis(Long.parseLong(text)));
        return millis.or(() -> headers.firstValue("retry-after").flatMap(text -> secondsOrDate(text.strip(), now)));
    }

    private static Optional<Duration> secondsOrDate(String text, Instant now) {
        if (NUMBER.matcher(text).matches()) {
            return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
        }
        try {
            Instant date = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            return Optional.of(date.isAfter(now) ? Duration.between(now, date) : Duration.ZERO);
        } catch (DateTimeParseException e) {
            // Neither form: as if the header were not there.
            return Optional.empty();
        }
    }

    /** Why a token was refused: a 401 has no body, its challenge says it. */
    private Optional<String> challenge() {
        return headers.firstValue("www-authenticate")
                .map(CHALLENGE::matcher)
                .filter(Matcher::find)
                .map(found -> found.group(1));
    }

    private ServiceException.Details details(String text, Optional<String> code, Optional<String> target) {
        return new ServiceException.Details(text, status, code, target, headers.firstValue("x-ms-request-id"));
    }
}
