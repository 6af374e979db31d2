package org.pcapanalyzer.cli;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code --memory} says. The launcher makes the size of the heap of it before the JVM starts, from which all other
 * bounds follow; here it is only checked.
 */
final class MemorySize {
    /** Less than this is not enough for the JVM, the database and the rules. */
    static final long LEAST_MIB = 400;

    private static final Pattern FORM = Pattern.compile("([0-9]{1,6})([mMgG])");
    private static final int MIB_PER_GIB = 1024;

    private MemorySize() {}

    /** @param size null if the option was not given */
    static void check(String size) throws CommandException {
        if (size == null) {
            return;
        }
        Matcher matcher = FORM.matcher(size);
        if (!matcher.matches()) {
            throw CommandException.usage("--memory: '" + size + "' is no size; write it as 800m or 2g");
        }
        long mib = Long.parseLong(matcher.group(1)) * (matcher.group(2).equalsIgnoreCase("g") ? MIB_PER_GIB : 1);
        if (mib < LEAST_MIB) {
            throw CommandException.usage("--memory: " + size + " is too little; give at least " + LEAST_MIB + "m");
        }
    }
}
