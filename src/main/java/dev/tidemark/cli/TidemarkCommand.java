package dev.tidemark.cli;

import dev.tidemark.config.UsageException;
import dev.tidemark.runtime.Shutdown;
import dev.tidemark.sync.Failure;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The program: its commands, and the exit status for their exceptions. */
@Command(
        name = "tidemark",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Keeps database tables in step with REST APIs and other databases, incrementally.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            DemoCommand.class,
            RunCommand.class,
            SyncCommand.class,
            StatusCommand.class,
            NewCommand.class,
            PlaygroundCommand.class,
            StateCommand.class,
            RejectsCommand.class,
            CheckCommand.class,
            CommandLine.HelpCommand.class
        })
public final class TidemarkCommand implements Runnable {

    private final Shutdown shutdown = new Shutdown();

    @Spec
    private CommandSpec spec;

    /**
     * Runs one command.
     *
     * @return the exit status: 0 for success, 1 when a source failed, 2 for wrong usage or configuration
     */
    public static int execute(String... args) {
        TidemarkCommand program = new TidemarkCommand();
        program.shutdown.listen();
        return new CommandLine(program)
                .setExecutionExceptionHandler(TidemarkCommand::explain)
                .execute(args);
    }

    /** The handler of stop signals. */
    Shutdown shutdown() {
        return shutdown;
    }

    /** Fails: a command is required. */
    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }

    private static int explain(Exception thrown, CommandLine command, CommandLine.ParseResult parsed) {
        if (thrown instanceof UsageException usage) {
            usage.problems().forEach(command.getErr()::println);
            return CommandLine.ExitCode.USAGE;
        }
        command.getErr().println(parsed.subcommand().commandSpec().qualifiedName() + ": " + Failure.text(thrown));
        return CommandLine.ExitCode.SOFTWARE;
    }
}
