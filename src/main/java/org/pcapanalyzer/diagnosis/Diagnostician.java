package org.pcapanalyzer.diagnosis;

import java.sql.Connection;
import java.util.List;
import org.pcapanalyzer.diagnosis.Diagnosis.Status;
import org.pcapanalyzer.rule.Finding;
import org.pcapanalyzer.rule.RuleLibrary;
import org.pcapanalyzer.rule.RuleRun;

/** Draws the conclusion from all findings of a run. The same findings and tables give the same diagnosis. */
public final class Diagnostician {
    private final int ruleCount;
    private final Causality causality;

    /** @param library the rules that ran */
    public Diagnostician(RuleLibrary library) {
        this.ruleCount = library.rules().size();
        this.causality = new Causality(library.rules());
    }

    /** @param db the tables that the findings were drawn from */
    public Diagnosis diagnose(Connection db, RuleRun run) {
        List<Finding> findings = run.findings();
        CaptureFacts facts = CaptureFacts.read(db);
        Confidence confidence = new Confidence(facts, FlowFacts.read(db, findings));
        Judgement judgement = Judgement.of(findings, causality, confidence);
        LayerJudge layers = new LayerJudge(facts, judgement);
        return new Diagnosis(
                new VerdictWriter(facts, judgement, confidence, ruleCount, run.unfinished())
                        .verdict(layers.transport()),
                layers.layers(),
                new LadderJudge(facts, judgement).ladders(db),
                judgement.incidents(),
                judgement.judged(),
                judgement.having(Status.QUALITY),
                run.unfinished());
    }
}
