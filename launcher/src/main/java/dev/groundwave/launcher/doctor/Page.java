package dev.groundwave.launcher.doctor;

import java.io.PrintWriter;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Lays findings out for a terminal of 80 columns, without colours, so that it can be mailed as well. */
public final class Page {
    private static final int WIDTH = 80;
    private static final int FAILURES = 3;
    private static final String HANDLER_INDENT = "     ";
    private static final String TEXT_INDENT = " ".repeat(14);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

    private final PrintWriter out;
    private final ZoneId zone;

    /** @param zone whose times are told */
    public Page(PrintWriter out, ZoneId zone) {
        this.out = out;
        this.zone = zone;
    }

    /**
     * Prints all there is to say.
     *
     * @param origin the name under which the service asks
     */
    public void print(String origin, List<Examination.Handler> handlers, RunningService.Answer service) {
        if (!handlers.isEmpty()) {
            out.println("Asked as '" + origin + "'.");
        }
        String hub = "";
        for (Examination.Handler handler : handlers) {
            if (!handler.hub().equals(hub)) {
                hub = handler.hub();
                out.println();
                out.println("Hub " + hub);
            }
            out.println();
            out.println(String.format(Locale.ROOT, "%3d  ", handler.number())
                    + handler.urlTemplate()
                    + (handler.hasQuery() ? "?***" : ""));
            handler.findings().forEach(this::print);
            logOf(handler, service).ifPresent(this::print);
        }
        if (!handlers.isEmpty()) {
            out.println();
            if (!service.hint().isEmpty()) {
                wrapped("", "", service.hint());
            }
        }
        out.println(summary(handlers));
        out.flush();
    }

    private static Optional<HandlerLog> logOf(Examination.Handler handler, RunningService.Answer service) {
        return service.handlers().stream()
                .filter(log ->
                        log.hub().equals(handler.hub()) && log.urlTemplate().equals(handler.urlTemplate()))
                .findFirst();
    }

    private static String summary(List<Examination.Handler> handlers) {
        if (handlers.isEmpty()) {
            return "No hub has an event handler.";
        }
        long broken = handlers.stream().filter(Examination.Handler::isBroken).count();
        String all = handlers.size() + (handlers.size() == 1 ? " event handler" : " event handlers");
        return broken == 0
                ? "No problem found: " + all + "."
                : broken + " of " + all + (broken == 1 ? " has a problem." : " have a problem.");
    }

    private void print(Finding finding) {
        String label = switch (finding.kind()) {
            case GOOD -> "ok";
            case NOTE -> "note";
            case PROBLEM -> "PROBLEM";
        };
        labelled(label, finding.text());
        if (!finding.fix().isEmpty()) {
            String fix = finding.fix();
            labelled("", fix.substring(0, 1).toUpperCase(Locale.ROOT) + fix.substring(1));
        }
    }

    private void print(HandlerLog log) {
        HandlerLog.Counts counts = log.counts();
        labelled(
                "log",
                "So far: " + counts.delivered() + " delivered, " + counts.failed() + " failed, " + counts.retried()
                        + " retried, " + counts.dropped() + " dropped.");
        log.validation()
                .filter(HandlerLog.Entry::isBad)
                .ifPresent(entry -> labelled("", time(entry) + " validation: " + how(entry)));
        log.deliveries().stream()
                .filter(HandlerLog.Entry::isBad)
                .limit(FAILURES)
                .forEach(entry -> labelled(
                        "",
                        time(entry) + " " + entry.event() + ": " + how(entry) + ", connection "
                                + entry.connectionId()));
    }

    private String time(HandlerLog.Entry entry) {
        return TIME.format(entry.time().atZone(zone));
    }

    private static String how(HandlerLog.Entry entry) {
        String why = entry.reason().isEmpty() ? "status " + entry.status() : entry.reason();
        return entry.attempts() > 1 ? why + ", after " + entry.attempts() + " attempts" : why;
    }

    private void labelled(String label, String text) {
        wrapped(HANDLER_INDENT + String.format(Locale.ROOT, "%-9s", label), TEXT_INDENT, text);
    }

    /** Breaks between words; control characters, which others may have sent, become spaces. */
    private void wrapped(String first, String further, String text) {
        StringBuilder line = new StringBuilder(first);
        boolean empty = true;
        for (String word : text.replaceAll("\\p{Cntrl}", " ").strip().split(" +", -1)) {
            if (!empty && line.length() + 1 + word.length() > WIDTH) {
                out.println(line);
                line = new StringBuilder(further);
                empty = true;
            }
            line.append(empty ? "" : " ").append(word);
            empty = false;
        }
        out.println(line);
    }
}
