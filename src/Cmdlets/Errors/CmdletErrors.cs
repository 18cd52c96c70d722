using TemporalLambda.Cmdlets.Teardown;

namespace TemporalLambda.Cmdlets.Errors;

/// <summary>The failures that the cmdlets themselves find; those of a stage are in its library's catalog.</summary>
public static class CmdletErrors
{
    /// <summary>A stage needs a value that neither the record nor the command line has.</summary>
    /// <param name="parameter">The parameter, which is also the record's property.</param>
    /// <param name="command">The cmdlet that needs it.</param>
    /// <param name="source">The cmdlet whose record carries it.</param>
    public static StageException MissingProperty(string parameter, string command, string source) => new(
        "MissingProperty",
        FaultCategory.InvalidArgument,
        $"{command} needs {parameter}, and neither the piped object nor the command line has one.",
        $"Pipe the record of {source} into {command}, or give -{parameter}.",
        parameter);

    /// <summary>The sandbox was asked for on another system than Linux.</summary>
    public static StageException SandboxNeedsLinux(string system) => new(
        "SandboxNeedsLinux",
        FaultCategory.NotInstalled,
        $"The sandbox runs functions as Linux processes and can not run on {system}.",
        "Run it on Linux, on Windows within WSL; or use an account of AWS.",
        system);

    /// <summary>The session has a sandbox already.</summary>
    public static StageException SandboxAlreadyRunning(string endpointUrl) => new(
        "SandboxAlreadyRunning",
        FaultCategory.ResourceExists,
        $"This session has a sandbox already, at {endpointUrl}.",
        "Use it, or end it with Stop-TemporalLambdaSandbox first.",
        endpointUrl);

    /// <summary>The module is not complete.</summary>
    public static StageException SandboxProgramMissing(string path) => new(
        "SandboxProgramMissing",
        FaultCategory.ObjectNotFound,
        $"The sandbox's program is not in the module: '{path}' does not exist.",
        "Install the module again, or build it with dotnet build.",
        path);

    /// <summary>There is no .NET that the sandbox can run on.</summary>
    /// <param name="reason">What was found instead.</param>
    public static StageException SandboxRuntimeMissing(string reason) => new(
        "SandboxRuntimeMissing",
        FaultCategory.NotInstalled,
        $"The sandbox needs the .NET 10 runtime with ASP.NET Core. {reason.TrimEnd('.')}.",
        "Install the .NET 10 SDK or the ASP.NET Core runtime 10 (https://dotnet.microsoft.com/download), or set DOTNET_ROOT to where it is.",
        "dotnet");

    /// <summary>The sandbox's process ended without a word, or with an unknown one.</summary>
    /// <param name="exitCode">Its exit code.</param>
    /// <param name="lastLines">What it wrote last.</param>
    public static StageException SandboxDied(int exitCode, string lastLines) => new(
        "SandboxDied",
        FaultCategory.ResourceUnavailable,
        $"The sandbox ended with exit code {exitCode} before it was ready: {(lastLines.Length == 0 ? "it wrote nothing" : lastLines.TrimEnd('.'))}.",
        "Start it again; report these words if it stays.",
        "sandbox");

    /// <summary>An object that gives no AWS keys.</summary>
    /// <param name="type">What it is.</param>
    /// <param name="origin">The parameter or variable that it comes from.</param>
    public static StageException CredentialNotUsable(string type, string origin) => new(
        "CredentialNotUsable",
        FaultCategory.InvalidArgument,
        $"What {origin} holds, a {type}, gives no AWS access key.",
        "Give what Get-AWSCredential, New-AWSCredential or Use-STSRole of AWS.Tools gives, or use -AccessKey and -SecretKey.",
        origin);

    /// <summary>Credentials of another module that it could not give.</summary>
    /// <param name="type">What they are.</param>
    /// <param name="cause">What the other module said.</param>
    public static StageException CredentialRefused(string type, Exception? cause) => new(
        "CredentialRefused",
        FaultCategory.AuthenticationError,
        $"The given AWS credentials, a {type}, could not be used: {(cause?.Message ?? "no reason was given").Split('\n')[0].TrimEnd('.')}.",
        "Renew them in the module that they come from, for example with 'aws sso login'.",
        type,
        cause);

    /// <summary>Workflows are open that only the worker can complete.</summary>
    /// <param name="functionName">The function.</param>
    /// <param name="deployment">The Worker Deployment.</param>
    /// <param name="pinned">How many are pinned to a version.</param>
    /// <param name="autoUpgrade">How many move on to what is current, and have nowhere to go.</param>
    public static StageException WorkerAtWork(string functionName, string deployment, long pinned, long autoUpgrade) => new(
        "WorkerAtWork",
        FaultCategory.ResourceBusy,
        $"{TeardownPlan.Count(pinned, "pinned")} and {TeardownPlan.Count(autoUpgrade, "AutoUpgrade")} of the deployment '{deployment}' need the function '{functionName}' to be completed.",
        "Wait until they are completed, end them, or move them to another version; or give -Force, which leaves them standing.",
        functionName);

    /// <summary>The worker gets work, and its deployment has versions of others.</summary>
    /// <param name="functionName">The function.</param>
    /// <param name="deployment">The Worker Deployment.</param>
    /// <param name="routed">Its versions that get work.</param>
    /// <param name="others">The versions of other workers.</param>
    public static StageException WorkerRouted(string functionName, string deployment, IReadOnlyList<string> routed, IReadOnlyList<string> others) => new(
        "WorkerRouted",
        FaultCategory.ResourceBusy,
        $"Version {string.Join(", ", routed)} of the deployment '{deployment}' sends work to the function '{functionName}', and which of its other versions ({string.Join(", ", others)}) is to get it is not known.",
        "Make one of them current with Set-CurrentTemporalVersion, or none with -Unversioned, and run this again.",
        functionName);

    /// <summary>The function ends before its worker has polled.</summary>
    public static StageException WorkerTimeoutTooShort(string functionArn, string taskQueue, int seconds) => new(
        "WorkerTimeoutTooShort",
        FaultCategory.InvalidOperation,
        $"No worker polled task queue '{taskQueue}': the timeout of '{functionArn}' is {seconds} s, of which a worker needs 7 to stop.",
        "Publish the worker with -Timeout 60 or more, then run the command again.",
        functionArn);

    /// <summary>The function's environment makes the worker another one.</summary>
    public static StageException WorkerEnvironmentDiffers(string functionArn, string taskQueue, IReadOnlyList<string> wrong) => new(
        "WorkerEnvironmentDiffers",
        FaultCategory.InvalidOperation,
        $"No worker polled task queue '{taskQueue}': in the environment of '{functionArn}', {string.Join(", ", wrong)}.",
        "Run Publish-TemporalLambdaWorker, which sets them, or register what they say.",
        functionArn);

    /// <summary>The function's environment does not tell the worker who it is.</summary>
    public static StageException WorkerEnvironmentMissing(string functionArn, string taskQueue, IReadOnlyList<string> missing) => new(
        "WorkerEnvironmentMissing",
        FaultCategory.InvalidOperation,
        $"No worker polled task queue '{taskQueue}': the environment of '{functionArn}' lacks {string.Join(", ", missing)}, from which it learns who it is.",
        "Run Publish-TemporalLambdaWorker, which sets them, unless the worker has them in its code.",
        functionArn);

    /// <summary>The function's log tells why its worker does not work.</summary>
    /// <param name="cause">The cause's id, that of the check Log.</param>
    /// <param name="functionArn">The function.</param>
    /// <param name="taskQueue">The task queue that it was to poll.</param>
    /// <param name="meaning">What the line means.</param>
    /// <param name="line">The line.</param>
    /// <param name="recommendation">What helps.</param>
    public static StageException WorkerLogTells(string cause, string functionArn, string taskQueue, string meaning, string line, string recommendation) => new(
        cause,
        FaultCategory.InvalidResult,
        $"No worker polled task queue '{taskQueue}'. {meaning} The log of '{functionArn}' says: {line.Trim().TrimEnd('.')}.",
        recommendation.Contains(' ', StringComparison.Ordinal) ? recommendation : "Read the log: Get-TemporalLambdaLog -Errors.",
        functionArn);

    /// <summary>There is no check of this name.</summary>
    public static StageException NoSuchCheck(string pattern, IReadOnlyList<string> names) => new(
        "NoSuchCheck",
        FaultCategory.InvalidArgument,
        $"There is no check '{pattern}'.",
        $"Give names or wildcards of these: {string.Join(", ", names)}.",
        pattern);

    /// <summary>A check failed, and the user wanted that to end the script.</summary>
    public static StageException CheckFailed(string check, string detail, string recommendation) => new(
        "CheckFailed", FaultCategory.InvalidResult, $"The check {check} failed: {detail.TrimEnd('.')}.", $"Mend it and run the command again: {recommendation.TrimEnd('.')}.", check);

    /// <summary>The report's kind cannot be told from its name.</summary>
    public static StageException ReportKindUnknown(string path) => new(
        "ReportKindUnknown",
        FaultCategory.InvalidArgument,
        $"What kind of report '{path}' is to be is not known.",
        "Give -ReportPath a name that ends with .xml for JUnit, or with .md for Markdown.",
        path);

    /// <summary>The report cannot be written.</summary>
    public static StageException ReportNotWritten(string path, string reason, Exception? inner) => new(
        "ReportNotWritten",
        FaultCategory.InvalidArgument,
        $"The report '{path}' cannot be written: {reason.TrimEnd('.')}.",
        "Give -ReportPath a file in a folder that you may write to.",
        path,
        inner);

    /// <summary>Something that no catalog foresaw.</summary>
    public static StageException Unexpected(Exception? failure) => new(
        "UnexpectedFailure",
        FaultCategory.NotSpecified,
        $"An unexpected {failure?.GetType().Name ?? "failure"} ended the command: {(failure?.Message ?? "no message").TrimEnd('.')}.",
        "Run the command again with -Verbose, and report it with that output if it stays.",
        inner: failure);
}
