package org.pcapanalyzer.diagnosis;

import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pcapanalyzer.diagnosis.Diagnosis.Ladders;
import org.pcapanalyzer.diagnosis.Diagnosis.Status;
import org.pcapanalyzer.rule.Finding;
import org.pcapanalyzer.rule.Rule;
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
        List<String> unfinished =
                new ArrayList<>(run.unfinished().stream().map(Rule::id).toList());
        Optional<Ladders> ladders = new LadderJudge(facts, judgement).ladders(db);
        if (ladders.isEmpty()) {
            unfinished.add(LadderJudge.NAME);
        }
        return new Diagnosis(
                new VerdictWriter(
                                facts,
                                judgement,
                                confidence,
                                ruleCount - run.unfinished().size(),
                                unfinished)
                        .verdict(layers.transport()),
                layers.layers(),
                ladders.orElse(Ladders.NONE),
                judgement.incidents(),
                judgement.judged(),
                judgement.having(Status.QUALITY),
                facts.hosts(),
                List.copyOf(unfinished));
    }
}
