package org.pcapanalyzer.capture;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads the files of a set as one capture: always the earliest of their next frames, of two at the same time that of the
 * file before. Within a file its own order holds, also where its time runs backwards. A file is opened when its first
 * frame is due and closed behind its last, so that files which follow one another are open one at a time.
 */
final class MergedReader implements FrameReader {
    /** Memory of all files that are open at once. */
    private static final int MAX_OPEN_MIB = 400;

    /** So many files at once are given large blocks; several more get along with small ones. */
    private static final int LARGE_BLOCK_FILES = 4;

    private final List<SetMember> members;
    private final List<CaptureSummary> unreadable;
    private final boolean isHashed;
    private final List<Source> open = new ArrayList<>();
    private final CaptureSummary[] summaries;
    private final List<CaptureInterface> interfaces = new ArrayList<>();
    private int nextMember;
    private int openMib;
    private long closedBytes;
    private long number;
    private Source delivered;
    private FrameUser user = FrameUser.NONE;
    private boolean isClosed;

    /** A file being read. */
    private static final class Source {
        private final int index;
        private final int costMib;
        private final OpenFile file;
        private int[] setInterfaceIds = new int[0];
        private boolean isHeadRepeated;

        Source(int index, int costMib, OpenFile file) {
            this.index = index;
            this.costMib = costMib;
            this.file = file;
        }

        boolean isBefore(Source other) {
            long mine = file.head().timestampNs();
            long theirs = other.file.head().timestampNs();
            // A repeated frame follows the one that it repeats, so that their successors meet too.
            return mine < theirs || mine == theirs && isHeadRepeated && !other.isHeadRepeated;
        }
    }

    /**
     * @param members    in the order of their first frames
     * @param unreadable what is to be told of files that cannot be read
     * @param isHashed   whether digests are taken
     */
    MergedReader(List<SetMember> members, List<CaptureSummary> unreadable, boolean isHashed) {
        this.members = members;
        this.unreadable = unreadable;
        this.isHashed = isHashed;
        this.summaries = new CaptureSummary[members.size()];
    }

    @Override
    public void lendTo(FrameUser frameUser) {
        user = frameUser;
    }

    @Override
    public boolean next(Frame frame) throws IOException {
        if (delivered != null) {
            advance(delivered);
            delivered = null;
        }
        openWhatIsDue();
        if (open.isEmpty()) {
            return false;
        }
        Source source = earliest();
        boolean isRepeated = source.isHeadRepeated;
        if (open.size() > 1 && !isRepeated) {
            markRepetitionsOf(source);
        }
        frame.takeOver(source.file.head(), ++number, interfaceId(source), source.index + 1, isRepeated);
        delivered = source;
        return true;
    }

    private Source earliest() {
        Source earliest = open.get(0);
        for (int i = 1; i < open.size(); i++) {
            if (open.get(i).isBefore(earliest)) {
                earliest = open.get(i);
            }
        }
        return earliest;
    }

    private void markRepetitionsOf(Source source) {
        for (int i = 0; i < open.size(); i++) {
            Source other = open.get(i);
            if (other != source && other.file.head().isSameAs(source.file.head())) {
                other.isHeadRepeated = true;
            }
        }
    }

    private void openWhatIsDue() throws IOException {
        while (nextMember < members.size()
                && (open.isEmpty()
                        || members.get(nextMember).firstNs()
                                <= earliest().file.head().timestampNs())) {
            open(nextMember++);
        }
    }

    private void open(int index) throws IOException {
        SetMember member = members.get(index);
        if (openMib + member.costMib() > MAX_OPEN_MIB && !open.isEmpty()) {
            throw new CaptureException(
                    "%s: overlaps in time with %d other files, more than fit into memory at once. Merge some of them first: %s."
                            .formatted(
                                    Printable.text(member.file().name()), open.size(), "mergecap -w ALL.pcapng FILES"));
        }
        try {
            OpenFile file = member.kept().isPresent() ? member.kept().get() : new OpenFile(reader(member));
            file.lendTo(user);
            Source source = new Source(index, member.costMib(), file);
            openMib += member.costMib();
            if (file.isEmpty()) {
                close(source);
            } else {
                open.add(source);
            }
        } catch (CaptureException e) {
            // It was readable a moment ago; the others still are.
            summaries[index] = CaptureSummary.unreadable(
                    member.file().name(), member.file().size(), e.getMessage());
        }
    }

    private FrameReader reader(SetMember member) throws IOException {
        int blockBytes = open.size() < LARGE_BLOCK_FILES ? BlockReader.BLOCK_BYTES : CaptureInput.SMALLEST_BLOCK_BYTES;
        CaptureSource source = isHashed ? member.file().hashed() : member.file().unhashed();
        return CaptureFiles.open(source, blockBytes);
    }

    private void advance(Source source) throws IOException {
        source.isHeadRepeated = false;
        if (!source.file.advance()) {
            open.remove(source);
            close(source);
        }
    }

    private void close(Source source) throws IOException {
        summaries[source.index] = source.file.summary();
        closedBytes += source.file.sourceBytesRead();
        openMib -= source.costMib;
        source.file.close();
    }

    /** The number over all files of the interface that the next frame of this file came from. */
    private int interfaceId(Source source) {
        int id = source.file.head().interfaceId();
        if (id >= source.setInterfaceIds.length) {
            int known = source.setInterfaceIds.length;
            source.setInterfaceIds = Arrays.copyOf(source.setInterfaceIds, id + 1);
            Arrays.fill(source.setInterfaceIds, known, id + 1, -1);
        }
        if (source.setInterfaceIds[id] < 0) {
            source.setInterfaceIds[id] = interfaces.size();
            interfaces.add(source.file.headInterface().withId(interfaces.size()));
        }
        return source.setInterfaceIds[id];
    }

    @Override
    public List<CaptureSummary> summaries() {
        for (Source source : open) {
            summaries[source.index] = source.file.summary();
        }
        List<CaptureSummary> all = new ArrayList<>();
        for (int i = 0; i < nextMember; i++) {
            all.add(summaries[i]);
        }
        all.addAll(unreadable);
        return all;
    }

    @Override
    public List<CaptureInterface> interfaces() {
        return List.copyOf(interfaces);
    }

    @Override
    public long sourceBytesRead() {
        long bytes = closedBytes;
        for (Source source : open) {
            bytes += source.file.sourceBytesRead();
        }
        return bytes;
    }

    @Override
    public void close() throws IOException {
        if (isClosed) {
            return;
        }
        isClosed = true;
        for (Source source : open) {
            source.file.close();
        }
    }
}
