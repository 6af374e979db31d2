package org.pcapanalyzer.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;

/**
 * The folder of results, complete or absent: everything is written into a partial folder beside it, which takes its name
 * at the end. A run that fails or is interrupted deletes its partial folder; what a killed run leaves behind bears the
 * word {@code partial} and is deleted by the next run.
 */
final class OutputFolder implements AutoCloseable {
    private static final Set<String> OWN_NAMES =
            Set.of("report.html", "report.md", "report.json", "flows.duckdb", "evidence");
    private static final String PARTIAL = ".partial-";

    private final Path folder;
    private final Path partial;
    private final Thread cleaner;

    private OutputFolder(Path folder, Path partial) {
        this.folder = folder;
        this.partial = partial;
        this.cleaner = new Thread(() -> deleteQuietly(partial), "delete-partial-results");
        Runtime.getRuntime().addShutdownHook(cleaner);
    }

    /**
     * Makes the partial folder.
     *
     * @throws CommandException if {@code folder} holds anything but earlier results, or cannot be written
     */
    static OutputFolder prepare(Path folder) throws CommandException {
        Path absolute = folder.toAbsolutePath().normalize();
        Path parent = absolute.getParent();
        if (parent == null) {
            throw CommandException.usage(folder + " cannot be the output folder; give another with --out");
        }
        if (absolute.toString().contains("?")) {
            throw CommandException.usage(absolute
                    + " cannot be the output folder: no database can lie below a name with ?; give another with --out");
        }
        try {
            requireReplaceable(absolute);
            Files.createDirectories(parent);
            deleteAbandoned(absolute);
            Path partial = parent.resolve(
                    absolute.getFileName() + PARTIAL + ProcessHandle.current().pid());
            return new OutputFolder(absolute, Files.createDirectory(partial));
        } catch (IOException e) {
            throw CommandException.failed(
                    "cannot write results to " + folder + ": " + reason(e) + "; give another folder with --out", e);
        }
    }

    /** Where to write until {@link #complete}. */
    Path partial() {
        return partial;
    }

    /** Gives the results their name, in place of earlier ones. */
    Path complete() throws IOException {
        Path earlier = folder.resolveSibling(partial.getFileName() + "-earlier");
        boolean hasEarlier = Files.exists(folder);
        if (hasEarlier) {
            Files.move(folder, earlier, StandardCopyOption.ATOMIC_MOVE);
        }
        Files.move(partial, folder, StandardCopyOption.ATOMIC_MOVE);
        if (hasEarlier) {
            deleteQuietly(earlier);
        }
        return folder;
    }

    @Override
    public void close() {
        deleteQuietly(partial);
        try {
            Runtime.getRuntime().removeShutdownHook(cleaner);
        } catch (IllegalStateException e) {
            // The process is already ending: the hook runs, and finds nothing left to delete.
            return;
        }
    }

    private static void requireReplaceable(Path folder) throws IOException, CommandException {
        if (!Files.exists(folder)) {
            return;
        }
        if (!Files.isDirectory(folder)) {
            throw CommandException.failed(folder + " is a file, not a folder; give another name with --out", null);
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path entry : entries) {
                if (!OWN_NAMES.contains(entry.getFileName().toString())) {
                    throw CommandException.failed(
                            folder + " holds " + entry.getFileName()
                                    + ", which is no result of an analysis; give another folder with --out",
                            null);
                }
            }
        }
    }

    private static void deleteAbandoned(Path folder) throws IOException {
        String prefix = folder.getFileName() + PARTIAL;
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder.getParent(), Files::isDirectory)) {
            for (Path entry : entries) {
                String name = entry.getFileName().toString();
                if (name.startsWith(prefix) && !isOwnerAlive(name.substring(prefix.length()))) {
                    deleteQuietly(entry);
                }
            }
        }
    }

    private static boolean isOwnerAlive(String suffix) {
        String pid = suffix.replace("-earlier", "");
        return !pid.matches("\\d{1,18}")
                || ProcessHandle.of(Long.parseLong(pid))
                        .map(ProcessHandle::isAlive)
                        .orElse(false);
    }

    private static String reason(IOException e) {
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    /** Deletes as much as can be deleted: what remains bears a name that nobody takes for a result. */
    private static void deleteQuietly(Path root) {
        if (!Files.exists(root)) {
            return;
        }
        try {
            Files.walkFileTree(root, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.deleteIfExists(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException e) {
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path directory, IOException e) throws IOException {
                    Files.deleteIfExists(directory);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            root.toFile().deleteOnExit();
        }
    }
}
