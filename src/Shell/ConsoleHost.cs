using System.Globalization;
using System.Management.Automation.Host;

namespace TemporalLambda.Shell;

/// <summary>The engine's host: a console without prompts.</summary>
internal sealed class ConsoleHost : PSHost
{
    /// <summary>What the script gave to <c>exit</c>.</summary>
    public int? ExitCode { get; private set; }

    public ConsoleScreen Screen { get; } = new();

    public override string Name => "TemporalLambda.Shell";

    public override Version Version { get; } = typeof(ConsoleHost).Assembly.GetName().Version!;

    public override Guid InstanceId { get; } = Guid.NewGuid();

    public override CultureInfo CurrentCulture => CultureInfo.InvariantCulture;

    public override CultureInfo CurrentUICulture => CultureInfo.InvariantCulture;

    public override PSHostUserInterface UI => Screen;

    public override void SetShouldExit(int exitCode) => ExitCode = exitCode;

    public override void EnterNestedPrompt() => throw new NotSupportedException("There is no nested prompt here.");

    public override void ExitNestedPrompt() => throw new NotSupportedException("There is no nested prompt here.");

    public override void NotifyBeginApplication()
    {
    }

    public override void NotifyEndApplication()
    {
    }
}
