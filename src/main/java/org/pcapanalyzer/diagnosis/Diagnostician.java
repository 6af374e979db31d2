package org.pcapanalyzer.diagnosis;

import java.sql.Connection;
import java.util.List;
import org.pcapanalyzer.diagnosis.Diagnosis.Status;
import org.pcapanalyzer.rule.Finding;
import org.pcapanalyzer.rule.RuleLibrary;

/** Draws the conclusion from all findings of a run. The same findings and tables give the same diagnosis. */
public final class Diagnostician {
    private final int ruleCount;

    /** @param library the rules that ran */
    public Diagnostician(RuleLibrary library) {
        this.ruleCount = library.rules().size();
    }

    /** @param db the tables that the findings were drawn from */
    public Diagnosis diagnose(Connection db, List<Finding> findings) {
        CaptureFacts facts = CaptureFacts.read(db);
        Judgement judgement = Judgement.of(findings);
        LayerJudge layers = new LayerJudge(facts, judgement);
        return new Diagnosis(
                new VerdictWriter(facts, judgement, ruleCount).verdict(layers.transport()),
                layers.layers(),
                judgement.incidents(),
                judgement.judged(),
                judgement.having(Status.QUALITY));
    }
}
