package org.pcapanalyzer.report;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.pcapanalyzer.report.EvidenceReader.Evidences;

/**
 * Writes the post-mortem of one analysis into a directory, which is the caller's to create and to move into place. The
 * same database, diagnosis and settings give the same bytes.
 */
public final class ReportWriter {
    private final Path directory;
    private final Set<ReportFormat> formats;

    /** @param directory exists and is writable */
    public ReportWriter(Path directory, Set<ReportFormat> formats) {
        this.directory = directory;
        this.formats = Set.copyOf(formats);
    }

    /** Does what every report needs and no capture: the next one is written sooner. For any thread. */
    public static void prepare() {
        Templates.prepare();
        FrameDissector.prepare();
    }

    /**
     * Writes the chosen formats and, where the capture can be read again, one small capture per incident.
     *
     * @param facts    of the database
     * @param database finished; stays open
     */
    public WrittenReport write(ReportInput input, ReportFacts facts, Connection database)
            throws IOException, SQLException {
        ReportQueries queries = new ReportQueries(database);
        Evidences evidences = EvidenceReader.read(input.diagnosis().incidents(), input.frames());
        Set<Integer> cutOut =
                new EvidenceFiles(directory).write(input.diagnosis().incidents(), evidences);
        ReportModel model = new ModelBuilder(input, facts, queries, cutOut).build();
        ReportView view = new ViewBuilder(input, facts, queries).build(model, evidences);
        List<String> files = new ArrayList<>();
        for (ReportFormat format : new TreeSet<>(formats)) {
            write(format, model, view);
            files.add(format.fileName());
        }
        cutOut.stream().map(ModelBuilder::evidenceFile).forEach(files::add);
        return new WrittenReport(model, files);
    }

    private void write(ReportFormat format, ReportModel model, ReportView view) throws IOException {
        Path file = directory.resolve(format.fileName());
        try (BufferedWriter out = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
            switch (format) {
                case HTML -> Templates.html(view, out);
                case MARKDOWN -> Templates.markdown(view, out);
                case JSON -> RecordJson.write(model, out);
            }
        }
    }
}
