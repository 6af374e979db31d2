package org.pcapanalyzer.report;

/** A form of the report; its file lies in the output directory. */
public enum ReportFormat {
    HTML("report.html"),
    MARKDOWN("report.md"),
    JSON("report.json");

    private final String fileName;

    ReportFormat(String fileName) {
        this.fileName = fileName;
    }

    public String fileName() {
        return fileName;
    }
}
