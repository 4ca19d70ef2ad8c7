package dev.groundwave.bench.run;

import java.util.List;
import java.util.Locale;

/** Least, middle and greatest of some figures. */
public record Spread(double least, double median, double most) {
    /** The spread of at least one figure. */
    public static Spread of(List<Double> figures) {
        List<Double> sorted = figures.stream().sorted().toList();
        int middle = sorted.size() / 2;
        double median = sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
        return new Spread(sorted.getFirst(), median, sorted.getLast());
    }

    /** The three figures in a line, with so many decimals. */
    public String text(int decimals) {
        String each = "%." + decimals + "f";
        return String.format(Locale.ROOT, each + " / " + each + " / " + each, least, median, most);
    }
}
