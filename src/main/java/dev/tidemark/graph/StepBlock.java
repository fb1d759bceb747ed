package dev.tidemark.graph;

import java.util.ArrayList;
import java.util.List;
import org.apache.camel.model.CatchDefinition;
import org.apache.camel.model.ChoiceDefinition;
import org.apache.camel.model.CircuitBreakerDefinition;
import org.apache.camel.model.LoadBalanceDefinition;
import org.apache.camel.model.MulticastDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.TryDefinition;
import org.apache.camel.model.WhenDefinition;

/**
 * A sequence of steps within a step.
 *
 * @param always whether all records reach them unless a step fails
 */
record StepBlock(List<ProcessorDefinition<?>> steps, boolean always) {

    static List<StepBlock> of(ProcessorDefinition<?> step) {
        List<StepBlock> blocks = new ArrayList<>();
        if (step instanceof ChoiceDefinition choice) {
            for (WhenDefinition when : choice.getWhenClauses()) {
                blocks.add(new StepBlock(when.getOutputs(), false));
            }
            if (choice.getOtherwise() != null) {
                blocks.add(new StepBlock(choice.getOtherwise().getOutputs(), false));
            }
        } else if (step instanceof TryDefinition attempt) {
            blocks.add(new StepBlock(attempt.getOutputsWithoutCatches(), true));
            for (CatchDefinition failed : attempt.getCatchClauses()) {
                blocks.add(new StepBlock(failed.getOutputs(), false));
            }
            if (attempt.getFinallyClause() != null) {
                blocks.add(new StepBlock(attempt.getFinallyClause().getOutputs(), true));
            }
        } else if (step instanceof MulticastDefinition || step instanceof LoadBalanceDefinition) {
            step.getOutputs().forEach(branch -> blocks.add(new StepBlock(List.of(branch), true)));
        } else {
            blocks.add(new StepBlock(step.getOutputs(), true));
            if (step instanceof CircuitBreakerDefinition breaker && breaker.getOnFallback() != null) {
                blocks.add(new StepBlock(breaker.getOnFallback().getOutputs(), false));
            }
        }
        return blocks;
    }
}
