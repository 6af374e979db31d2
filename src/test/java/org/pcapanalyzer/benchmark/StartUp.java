package org.pcapanalyzer.benchmark;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/** Starts, and with an argument opens a database in memory too: what every run of the analyzer pays before its first line. */
public final class StartUp {
    private StartUp() {}

    public static void main(String[] args) throws SQLException {
        if (args.length > 0) {
            try (Connection connection = DriverManager.getConnection("jdbc:duckdb:")) {
                connection.createStatement().execute("SELECT 1");
            }
        }
    }
}
