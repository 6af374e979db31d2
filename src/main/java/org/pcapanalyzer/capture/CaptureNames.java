package org.pcapanalyzer.capture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/** Names of captures as people write them where no shell expands patterns. */
public final class CaptureNames {
    private static final String WILDCARDS = "*?[{";
    private static final String ANY_DEPTH = "**";

    private CaptureNames() {}

    /**
     * Replaces patterns by the files that they match, in the order of their names. A name is a pattern if it has one of
     * {@code * ? [ {} and no file bears it as it stands; {@code **} also matches across directories. Hidden files are
     * matched only by patterns that say so.
     *
     * @return names for {@link CaptureSet#of}
     * @throws CaptureException if a pattern is malformed or matches no file, or if a file does not exist
     */
    public static List<String> expand(List<String> names) throws IOException {
        List<String> files = new ArrayList<>();
        for (String name : names) {
            if (isPattern(name)) {
                files.addAll(matches(name));
            } else {
                files.add(checked(name));
            }
        }
        return files;
    }

    private static String checked(String name) throws CaptureException {
        if (!name.equals(CaptureFiles.STANDARD_INPUT)) {
            CaptureFiles.existing(name);
        }
        return name;
    }

    private static boolean isPattern(String name) {
        if (firstWildcard(name) < 0) {
            return false;
        }
        try {
            return Files.notExists(Path.of(name));
        } catch (InvalidPathException e) {
            return true;
        }
    }

    private static int firstWildcard(String name) {
        for (int i = 0; i < name.length(); i++) {
            if (WILDCARDS.indexOf(name.charAt(i)) >= 0) {
                return i;
            }
        }
        return -1;
    }

    private static List<String> matches(String pattern) throws IOException {
        int start = pattern.lastIndexOf('/', firstWildcard(pattern)) + 1;
        String folder = pattern.substring(0, start);
        String rest = pattern.substring(start);
        Path base = Path.of(folder);
        boolean isHiddenWanted = rest.startsWith(".") || rest.contains("/.");
        int depth = rest.contains(ANY_DEPTH) ? Integer.MAX_VALUE : rest.split("/").length;
        List<String> found;
        try (Stream<Path> tree =
                Files.walk(folder.isEmpty() ? Path.of(".") : base, depth, FileVisitOption.FOLLOW_LINKS)) {
            PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + rest);
            Path root = folder.isEmpty() ? Path.of(".") : base;
            found = tree.map(root::relativize)
                    .filter(path -> matcher.matches(path) && (isHiddenWanted || !isHidden(path)))
                    .filter(path -> !Files.isDirectory(root.resolve(path)))
                    .map(path -> folder + path)
                    .sorted()
                    .toList();
        } catch (PatternSyntaxException e) {
            throw new CaptureException(
                    "%s: is no file and no pattern (%s).".formatted(Printable.text(pattern), e.getDescription()), e);
        } catch (IOException | UncheckedIOException e) {
            throw noMatch(pattern, e);
        }
        if (found.isEmpty()) {
            throw noMatch(pattern, null);
        }
        return found;
    }

    private static boolean isHidden(Path path) {
        for (Path part : path) {
            if (part.toString().startsWith(".")) {
                return true;
            }
        }
        return false;
    }

    private static CaptureException noMatch(String pattern, Exception cause) {
        return new CaptureException(
                "%s: no file matches. Check the pattern and the working directory.".formatted(Printable.text(pattern)),
                cause);
    }
}
