package org.pcapanalyzer.capture;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.stream.Stream;
import org.pcapanalyzer.capture.FrameIndex.Range;

/**
 * The files of one analysis, which together are one capture: files, directories of files, archives of files. What is no
 * capture in a directory or an archive is left out; a file that cannot be read is left out and told, as long as another
 * can. Used by one thread.
 */
public final class CaptureSet implements Closeable {
    /** Size of what nobody knows the size of. */
    public static final long UNKNOWN_SIZE = CaptureSource.UNKNOWN_SIZE;

    private static final int MAX_FILES = 10_000;

    private final List<SetMember> members = new ArrayList<>();
    private final List<CaptureSummary> unreadable = new ArrayList<>();
    private final List<String> leftOut = new ArrayList<>();
    private final Spool spool = new Spool();
    /** Archives that stay open, whose members are. */
    private final List<Closeable> archives = new ArrayList<>();

    /** The only file, opened, where there is but one. */
    private Optional<FrameReader> single = Optional.empty();

    /** Where its frames lie, where that can be known. */
    private Optional<FrameIndex> index = Optional.empty();

    private CaptureSet() {}

    /**
     * Looks at all files and notes where each begins in time.
     *
     * @param names paths of files and directories, {@link CaptureFiles#STANDARD_INPUT} among them at most once
     * @throws CaptureException if not a single one can be read as a capture
     */
    public static CaptureSet of(List<String> names) throws IOException {
        CaptureSet set = new CaptureSet();
        try {
            set.collect(names);
            return set;
        } catch (IOException | RuntimeException e) {
            set.close();
            throw e;
        }
    }

    private void collect(List<String> names) throws IOException {
        boolean isSingle = names.size() == 1;
        for (String name : names) {
            try {
                if (name.equals(CaptureFiles.STANDARD_INPUT) || !Files.isDirectory(CaptureFiles.existing(name))) {
                    add(CaptureFiles.file(name), isSingle);
                } else {
                    addDirectory(name);
                }
            } catch (CaptureException e) {
                if (isSingle) {
                    throw e;
                }
                tellUnreadable(name, UNKNOWN_SIZE, e);
            }
        }
        if (members.isEmpty() && single.isEmpty()) {
            throw nothingToRead(names);
        }
        members.sort(Comparator.comparingLong(SetMember::firstNs));
    }

    private CaptureException nothingToRead(List<String> names) {
        String subject = names.size() == 1 ? Printable.text(names.get(0)) : "the " + names.size() + " files named";
        String why = leftOut.isEmpty() ? "" : " The first reason: " + leftOut.get(0);
        return new CaptureException("%s: no capture among %s that can be read.%s"
                .formatted(subject, names.size() == 1 ? "the files in it" : "them", why));
    }

    private void addDirectory(String name) throws IOException {
        List<Path> files;
        try (Stream<Path> children = Files.list(Path.of(name))) {
            files = children.filter(CaptureSet::isVisibleFile).sorted().toList();
        }
        for (Path file : files) {
            addFound(CaptureFiles.file(file.toString(), file));
        }
    }

    private static boolean isVisibleFile(Path path) {
        return Files.isRegularFile(path) && !path.getFileName().toString().startsWith(".");
    }

    /** Adds a file that nobody named: one that is no capture does not count as unreadable. */
    private void addFound(CaptureFile file) throws IOException {
        try {
            add(file, false);
        } catch (ForeignFormatException e) {
            leftOut.add(e.getMessage());
        } catch (CaptureException e) {
            tellUnreadable(file.name(), file.size(), e);
        }
    }

    private void tellUnreadable(String name, long size, CaptureException e) {
        leftOut.add(e.getMessage());
        unreadable.add(CaptureSummary.unreadable(name, size, e.getMessage()));
    }

    /** @param isSingle true if it is the only one named: then a plain capture stays open, and is read but once */
    private void add(CaptureFile file, boolean isSingle) throws IOException {
        if (isFull()) {
            throw tooMany(file);
        }
        int blockBytes = isSingle ? BlockReader.BLOCK_BYTES : CaptureInput.SMALLEST_BLOCK_BYTES;
        CaptureInput input = CaptureFiles.input(file.hashed(), blockBytes);
        boolean isKept = false;
        try {
            ContainerFormat format = ContainerFormat.of(input);
            if (format == ContainerFormat.TAR || format == ContainerFormat.ZIP && !input.isCompressed()) {
                addMembers(file, input, format);
                return;
            }
            FrameReader reader = ContainerFormat.open(input);
            if (isSingle) {
                single = Optional.of(reader);
                index = input.isCompressed() ? Optional.empty() : Optional.of(input.index());
            }
            SetMember member =
                    isSingle ? new SetMember(file, 0, 0, Optional.empty()) : SetMember.of(file, new OpenFile(reader));
            isKept = isSingle || member.kept().isPresent();
            members.add(member);
        } finally {
            if (!isKept) {
                input.close();
            }
        }
    }

    private boolean isFull() {
        return members.size() + unreadable.size() >= MAX_FILES;
    }

    private static CaptureException tooMany(CaptureFile file) {
        return new CaptureException(
                "%s: one of more than %d files. Name fewer at once.".formatted(Printable.text(file.name()), MAX_FILES));
    }

    private void addMembers(CaptureFile archive, CaptureInput input, ContainerFormat format) throws IOException {
        List<CaptureFile> found = new ArrayList<>();
        try {
            listMembers(archive, input, format, found);
        } catch (CaptureException e) {
            if (found.isEmpty()) {
                throw e;
            }
            tellUnreadable(archive.name(), archive.size(), e);
        }
        for (CaptureFile member : found) {
            if (isFull()) {
                tellUnreadable(archive.name(), archive.size(), tooMany(member));
                return;
            }
            addMember(member);
        }
    }

    private void listMembers(CaptureFile archive, CaptureInput input, ContainerFormat format, List<CaptureFile> found)
            throws IOException {
        boolean isOnDisk = archive.isRereadable() && !input.isCompressed();
        if (format == ContainerFormat.ZIP) {
            BlockInputStream content = new BlockInputStream(input.blocks());
            Path path = isOnDisk ? Path.of(archive.name()) : spool.copy(content, input.printableName());
            archives.add(Archive.zip(archive, path, found::add));
        } else if (isOnDisk) {
            Archive.tar(archive, Path.of(archive.name()), found::add);
        } else {
            Archive.spoolTar(archive, input, spool, found::add);
        }
    }

    /** Adds a member of an archive, which may be compressed once more but is no archive itself. */
    private void addMember(CaptureFile member) throws IOException {
        try {
            FrameReader reader = CaptureFiles.open(member.hashed(), CaptureInput.SMALLEST_BLOCK_BYTES);
            members.add(SetMember.of(member, new OpenFile(reader)));
        } catch (ForeignFormatException e) {
            leftOut.add(e.getMessage());
        } catch (CaptureException e) {
            tellUnreadable(member.name(), member.size(), e);
        }
    }

    /** Opens all files for the first pass. The caller closes the reader. */
    public FrameReader open() {
        return single.orElseGet(() -> new MergedReader(members, unreadable, true));
    }

    /** True if {@link #reopen} works: no file is a pipe. */
    public boolean isRereadable() {
        return members.stream().allMatch(member -> member.file().isRereadable());
    }

    /** Opens all files for a further pass, which takes no digests. The caller closes the reader. */
    public FrameReader reopen() throws IOException {
        if (!isRereadable()) {
            throw CaptureFiles.notTwice(CaptureFiles.STANDARD_INPUT);
        }
        return single.isPresent()
                ? CaptureFiles.open(members.get(0).file().unhashed())
                : new MergedReader(members, unreadable, false);
    }

    /**
     * Opens the capture for a further pass over these frames, after all of them were read: the reader gives them, in their
     * order and with their numbers, and some others. It passes over what lies between them where it can. The caller closes
     * the reader.
     */
    public FrameReader reopenAt(SortedSet<Long> frames) throws IOException {
        if (single.isEmpty() || index.isEmpty() || !index.get().isUsable() || !isRereadable()) {
            return reopen();
        }
        CaptureFile file = members.get(0).file();
        ReadableByteChannel content = file.opener().open();
        if (!(content instanceof SeekableByteChannel seekable)) {
            content.close();
            return reopen();
        }
        List<Range> ranges = index.get().rangesOf(frames);
        RangeChannel channel = new RangeChannel(seekable, ranges);
        return new RangeReader(CaptureFiles.open(CaptureSource.unhashed(file.name(), channel, file.size())), ranges);
    }

    /** Bytes of all files as they are stored, or {@link #UNKNOWN_SIZE}. */
    public long sizeBytes() {
        boolean isKnown = members.stream().allMatch(member -> member.file().size() != UNKNOWN_SIZE);
        return isKnown
                ? members.stream().mapToLong(member -> member.file().size()).sum()
                : UNKNOWN_SIZE;
    }

    /** Why files were left out, a line each. */
    public List<String> leftOut() {
        return List.copyOf(leftOut);
    }

    /** Deletes what was unpacked, and closes what was opened and not read. */
    @Override
    public void close() throws IOException {
        try {
            if (single.isPresent()) {
                single.get().close();
            }
            for (SetMember member : members) {
                if (member.kept().isPresent()) {
                    member.kept().get().close();
                }
            }
            for (Closeable archive : archives) {
                archive.close();
            }
        } finally {
            spool.close();
        }
    }
}
