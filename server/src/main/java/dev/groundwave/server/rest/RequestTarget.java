package dev.groundwave.server.rest;

/**
 * Path and query of a request, both still percent-encoded.
 *
 * @param query empty when there is none
 */
record RequestTarget(String path, String query) {
    /** Splits a request's target; what a proxy writes before the path is cut off. */
    static RequestTarget parse(String target) {
        String rest = target;
        int authority = target.indexOf("://");
        if (!target.startsWith("/") && authority >= 0) {
            int slash = target.indexOf('/', authority + 3);
            rest = slash < 0 ? "/" : target.substring(slash);
        }
        int mark = rest.indexOf('?');
        return mark < 0
                ? new RequestTarget(rest, "")
                : new RequestTarget(rest.substring(0, mark), rest.substring(mark + 1));
    }

    /** What stands in the path before its last segments; empty or beginning with a slash. */
    String pathBefore(int segments) {
        int end = path.length();
        for (int i = 0; i < segments; i++) {
            end = path.lastIndexOf('/', end - 1);
        }
        return path.substring(0, end);
    }

    /** Hides the query. */
    @Override
    public String toString() {
        return "RequestTarget[" + path + "]";
    }
}
