package org.pcapanalyzer.rule;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;
import java.util.regex.Pattern;

/** Figures as people read them, the same in every locale. */
public final class Wording {
    private static final double NS_PER_SECOND = 1e9;
    private static final int GROUP = 3;
    private static final long MINUTE = 60;
    private static final long HOUR = 3600;
    private static final long DAY = 86_400;
    private static final Pattern ONE_LETTER_WORD = Pattern.compile("A ");
    private static final MathContext THREE_DIGITS = new MathContext(3, RoundingMode.HALF_UP);

    private Wording() {}

    /** {@code 12.3 µs}, {@code 350 ms}, {@code 59.9 s}, {@code 2 min 5 s}, {@code 1 h 3 min}, {@code 2 d 4 h}. */
    public static String duration(double ns) {
        if (ns < 0) {
            return "-" + duration(-ns);
        }
        if (ns < 999.5) {
            return significant(ns) + " ns";
        }
        if (ns < 999.5e3) {
            return significant(ns / 1e3) + " µs";
        }
        if (ns < 999.5e6) {
            return significant(ns / 1e6) + " ms";
        }
        if (ns < 59.95 * NS_PER_SECOND) {
            return significant(ns / NS_PER_SECOND) + " s";
        }
        long seconds = Math.round(ns / NS_PER_SECOND);
        if (seconds < HOUR) {
            return parts(seconds, MINUTE, "min", 1, "s");
        }
        return seconds < DAY ? parts(seconds, HOUR, "h", MINUTE, "min") : parts(seconds, DAY, "d", HOUR, "h");
    }

    /** {@code 1 byte}, {@code 1400 bytes}, {@code 12.3 kB}, {@code 4.56 MB} (decimal units). */
    public static String bytes(double n) {
        if (n < 9_999.5) {
            return significantOrWhole(n) + (n == 1 ? " byte" : " bytes");
        }
        double value = n;
        int unit = -1;
        while (value >= 999.5 && unit < 4) {
            value /= 1000;
            unit++;
        }
        return significant(value) + " " + "kMGTP".charAt(unit) + "B";
    }

    /** {@code 0.12} as {@code 12 %}; nothing but all is {@code 100 %} and nothing but none {@code 0 %}. */
    public static String percent(double ratio) {
        double percent = ratio * 100;
        if (percent != 0 && Math.abs(percent) < 0.01) {
            return "less than 0.01 %";
        }
        if (percent < 100 && percent > 99.99) {
            return "more than 99.99 %";
        }
        int decimals = percent > 99 || percent < 1 ? 2 : 1;
        return plain(BigDecimal.valueOf(percent).setScale(decimals, RoundingMode.HALF_UP)) + " %";
    }

    /** {@code 1 flow}, {@code 12,345 flows}. */
    public static String count(long n, String one, String many) {
        return number(n) + " " + (n == 1 ? one : many);
    }

    /** {@code 3 of 8 flows}, {@code none of 8 flows}: {@code many} also where there is one, as it stands behind "of". */
    public static String ratio(long part, long whole, String many) {
        return (part == 0 ? "none" : number(part)) + " of " + number(whole) + " " + many;
    }

    /** {@code 12,345}. */
    public static String number(long n) {
        String digits = Long.toString(n);
        int first = n < 0 ? 1 : 0;
        if (digits.length() - first <= GROUP) {
            return digits;
        }
        StringBuilder grouped = new StringBuilder(digits);
        for (int at = digits.length() - GROUP; at > first; at -= GROUP) {
            grouped.insert(at, ',');
        }
        return grouped.toString();
    }

    /** {@code a}, {@code a and b}, {@code a, b and c}; {@code a, b and 4 more} where there are more than {@code max}. */
    public static String list(List<?> values, int max) {
        List<String> texts = values.stream().map(String::valueOf).toList();
        int shown = texts.size() <= max ? texts.size() : Math.max(0, max);
        if (shown == 0) {
            return texts.isEmpty() ? "none" : texts.size() + " in all";
        }
        boolean cut = shown < texts.size();
        String last = cut ? (texts.size() - shown) + " more" : texts.get(shown - 1);
        List<String> first = texts.subList(0, cut ? shown : shown - 1);
        return first.isEmpty() ? last : String.join(", ", first) + " and " + last;
    }

    /** {@code Nobody answers.} with a small first letter, as it goes on after a colon; a name keeps its capitals. */
    public static String uncapitalized(String text) {
        boolean isWord = text.length() > 1
                && (Character.isLowerCase(text.charAt(1))
                        || ONE_LETTER_WORD.matcher(text).lookingAt());
        return isWord ? Character.toLowerCase(text.charAt(0)) + text.substring(1) : text;
    }

    /** {@code transport} as {@code Transport}. */
    public static String capitalized(String text) {
        return text.isEmpty() ? text : Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }

    private static String parts(long seconds, long big, String bigName, long small, String smallName) {
        long smalls = Math.round((seconds % big) / (double) small);
        long bigs = seconds / big + smalls / (big / small);
        smalls %= big / small;
        return bigs + " " + bigName + (smalls > 0 ? " " + smalls + " " + smallName : "");
    }

    private static String significantOrWhole(double n) {
        return n == Math.rint(n) ? Long.toString((long) n) : significant(n);
    }

    private static String significant(double n) {
        return plain(BigDecimal.valueOf(n).round(THREE_DIGITS));
    }

    private static String plain(BigDecimal number) {
        return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }
}
