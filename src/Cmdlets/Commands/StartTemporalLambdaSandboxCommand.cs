using System.Globalization;
using System.Management.Automation;
using System.Net;
using System.Runtime.InteropServices;
using TemporalLambda.Cmdlets.Connection;
using TemporalLambda.Cmdlets.Errors;
using TemporalLambda.Cmdlets.Pipeline;
using TemporalLambda.Cmdlets.Sandbox;

namespace TemporalLambda.Cmdlets.Commands;

/// <summary>Starts Lambda, IAM, STS and CloudWatch Logs on this machine, with the real Temporal server beside them.</summary>
/// <remarks>
/// <para>Packages run as real processes under Lambda's rules, and the Temporal server's own worker controller invokes them. No account and
/// no container engine is needed; nothing leaves this machine.</para>
/// <para>The session's AWS and Temporal connections are the sandbox's until Stop-TemporalLambdaSandbox, and then again what they were. The
/// sandbox ends with this process at the latest, however that ends. Linux, and Windows within WSL.</para>
/// </remarks>
/// <example>
/// <code>Start-TemporalLambdaSandbox</code>
/// Starts a sandbox and makes it the session's connection to AWS and Temporal.
/// </example>
/// <example>
/// <code>$sandbox = Start-TemporalLambdaSandbox -TemporalCliPath ~/bin/temporal -Region eu-central-1</code>
/// Starts one in another region, with a Temporal server of your choice.
/// </example>
[Cmdlet(VerbsLifecycle.Start, "TemporalLambdaSandbox", SupportsShouldProcess = true)]
[OutputType(typeof(LambdaSandbox))]
public sealed class StartTemporalLambdaSandboxCommand : AsyncCmdlet
{
    private const string Activity = "Starting the sandbox";

    private ModuleSession _session = null!;

    /// <summary>
    /// The Temporal CLI, 1.7 or later. Default: TEMPORAL_CLI_PATH, <c>temporal</c> on PATH, the server that the module carries, or the
    /// download that Temporal's SDK does.
    /// </summary>
    [Parameter(Position = 0)]
    public string? TemporalCliPath { get; set; }

    /// <summary>The region that it plays.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string Region { get; set; } = "us-east-1";

    /// <summary>The port of the AWS services on 127.0.0.1. Default: a free one.</summary>
    [Parameter]
    [ValidateRange(0, 65535)]
    public int Port { get; set; }

    /// <inheritdoc/>
    private protected override void OnPipelineThread() => _session = ModuleSession.Current();

    /// <inheritdoc/>
    protected override async Task EndAsync(CancellationToken cancellationToken)
    {
        if (!OperatingSystem.IsLinux())
        {
            throw CmdletErrors.SandboxNeedsLinux(RuntimeInformation.OSDescription);
        }

        if (_session.Sandbox is { } running)
        {
            throw CmdletErrors.SandboxAlreadyRunning(running.Record.EndpointUrl!);
        }

        Change[] plan = [new("StartSandbox", "sandbox", "Start Lambda, IAM, STS, CloudWatch Logs and a Temporal server on this machine.")];
        if (!await ConfirmAsync(plan, "sandbox", cancellationToken))
        {
            Pipeline.Write(new LambdaSandbox { Region = Region, Architecture = Architecture(), IsPlanned = true });
            return;
        }

        Pipeline.Progress(new StageProgress(Activity, "Lambda, IAM, STS, CloudWatch Logs and Temporal"));
        try
        {
            SandboxProcess process = await SandboxProcess.StartAsync(Program(), await ArgumentsAsync(cancellationToken), cancellationToken);
            LambdaSandbox record = Record(process);
            SandboxSession.Open(process, _session, record);
            Pipeline.Verbose($"The sandbox is at {record}; Temporal's server calls AWS as {record.TemporalPrincipalArn}.");
            Pipeline.Write(record);
        }
        finally
        {
            Pipeline.Progress(new StageProgress(Activity, "", Completed: true));
        }
    }

    private string Program() => Path.Combine(MyInvocation.MyCommand.Module.ModuleBase, "sandbox", "TemporalLambda.Sandbox.dll");

    private static string Architecture() => RuntimeInformation.OSArchitecture == System.Runtime.InteropServices.Architecture.Arm64 ? "arm64" : "x86_64";

    private static LambdaSandbox Record(SandboxProcess process) => new()
    {
        EndpointUrl = process.Ready.EndpointUrl,
        AccessKey = process.Ready.AccessKey,
        SecretKey = new NetworkCredential("", process.Ready.SecretKey).SecurePassword,
        Region = process.Ready.Region,
        AccountId = process.Ready.AccountId,
        TemporalAddress = process.Ready.TemporalAddress,
        Namespace = process.Ready.Namespace,
        TemporalPrincipalArn = process.Ready.TemporalPrincipalArn,
        Architecture = Architecture(),
        ProcessId = process.Id,
    };

    private async Task<IReadOnlyList<string>> ArgumentsAsync(CancellationToken cancellationToken)
    {
        List<string> arguments = ["--region", Region, "--port", Port.ToString(CultureInfo.InvariantCulture)];
        if (!string.IsNullOrEmpty(TemporalCliPath))
        {
            arguments.AddRange(["--temporal-cli-path", await ResolvePathAsync(TemporalCliPath, cancellationToken)]);
        }

        return arguments;
    }
}
