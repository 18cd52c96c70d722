namespace TemporalLambda.Sandbox;

/// <summary>Every failure of starting a sandbox. Those of the Temporal server beside it are the dev server's.</summary>
public static class SandboxErrors
{
    /// <summary>The system is not Linux.</summary>
    public static StageException SandboxNeedsLinux(string system) => new(
        "SandboxNeedsLinux", FaultCategory.NotInstalled,
        $"The sandbox runs functions as Linux processes and can not run on {system}.",
        "Run it on Linux, on Windows within WSL; or use an account of AWS.", system);

    /// <summary>An option of the command line that does not exist.</summary>
    public static StageException SandboxOptionUnknown(string option) => new(
        "SandboxOptionUnknown", FaultCategory.InvalidArgument, $"'{option}' is no option of the sandbox.",
        "Use --port, --region, --temporal-cli-path, --namespace or --no-temporal.", option);

    /// <summary>An option without a value, or with one that can not be used.</summary>
    public static StageException SandboxOptionInvalid(string option, string value, string expected) => new(
        "SandboxOptionInvalid", FaultCategory.InvalidArgument, $"The sandbox's option {option} can not be '{value}': it takes {expected}.",
        $"Give {option} {expected}.", option);

    /// <summary>The port is in use.</summary>
    public static StageException SandboxPortTaken(int port, Exception? inner) => new(
        "SandboxPortTaken", FaultCategory.ResourceBusy, $"Port {port} for the sandbox is in use or not allowed.",
        "Choose another port, or none to take a free one.", port, inner);

    /// <summary>Anything else that kept it from starting.</summary>
    public static StageException SandboxStartFailed(string reason, Exception? inner) => new(
        "SandboxStartFailed", FaultCategory.NotSpecified, $"The sandbox could not start: {reason.TrimEnd('.')}.",
        "Start it again; if it fails again, report this message.", "sandbox", inner);
}
