/**
 * The facts on disk: one DuckDB file per analysis, its tables as {@code schema.sql} and {@code packets.sql} lay them
 * down. Takes rows from {@code decode} and {@code flow} while the capture is still read, hands out read-only connections to
 * the rules, and answers {@code analyze sql}. Knows nothing of rules and reports; what they add comes as plain rows.
 *
 * <p>A row travels like this: {@link org.pcapanalyzer.store.FactSink} gets it from the tracking thread,
 * {@link org.pcapanalyzer.store.TableWriter} gathers it in a {@link org.pcapanalyzer.store.RowBatch}, its
 * {@link org.pcapanalyzer.store.Table} copies the values into a {@link org.pcapanalyzer.store.ColumnBatch} (of a flow that is
 * over in the table's own thread), and that thread hands full batches to DuckDB.
 *
 * <p>A question goes through {@link org.pcapanalyzer.store.SqlQuery}; where it reads a capture instead of a table,
 * {@link org.pcapanalyzer.store.CaptureFunction} makes the rows, of the same {@link org.pcapanalyzer.store.PacketColumn}s as
 * the table {@code packets}.
 *
 * <p>Start reading at {@link org.pcapanalyzer.store.AnalysisDatabase}, for queries at
 * {@link org.pcapanalyzer.store.SqlQuery}.
 */
package org.pcapanalyzer.store;
