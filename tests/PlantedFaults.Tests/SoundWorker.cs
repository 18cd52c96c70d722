using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Net;
using System.Reflection;
using TemporalLambda.Aws;
using TemporalLambda.Aws.Lambda;
using TemporalLambda.Cmdlets.Commands;
using TemporalLambda.Cmdlets.Sandbox;
using TemporalLambda.Cmdlets.Tests.Engine;
using TemporalLambda.PlantedFaults.Tests;
using Temporalio.Client;

[assembly: AssemblyFixture(typeof(SoundWorker))]

namespace TemporalLambda.PlantedFaults.Tests;

/// <summary>A worker that was deployed in a sandbox by the pipeline and works, and what it takes to break it.</summary>
public sealed class SoundWorker : IAsyncLifetime
{
    public const string Name = "sound";
    public const string Test = $"Test-TemporalLambdaWorker -DeploymentName {Name} -BuildId one";

    // What every recommendation to run a stage again comes to.
    public const string Deploy =
        "$worker = $package | Publish-TemporalLambdaWorker | Grant-TemporalInvoke -TemporalPrincipalArn $principal | New-TemporalWorkerDeploymentVersion | Set-CurrentTemporalVersion";

    private Runspace? _runspace;
    private SandboxProcess? _sandbox;
    private Recorder? _aws, _temporal;
    private bool _hasOtherCode;

    public AwsSession Aws { get; private set; } = null!;

    public LambdaClient Lambda => Aws.Lambda;

    public TemporalClient Temporal { get; private set; } = null!;

    public string TemporalAddress => _sandbox!.Ready.TemporalAddress;

    /// <summary>A worker of a fault that was planted, and not mended yet.</summary>
    public Stranger? Stranger { get; set; }

    /// <summary>What Temporal presents to assume the invocation role.</summary>
    public string ExternalId => (string)Run("$worker.ExternalId")[0].BaseObject;

    public string EndpointUrl => _sandbox!.Ready.EndpointUrl;

    public string Principal => _sandbox!.Ready.TemporalPrincipalArn;

    public const string ExecutionRole = Name + "-execution";

    public const string InvocationRole = Name + "-temporal-invoke";

    /// <summary>The version that the pipeline published last.</summary>
    public string QualifiedArn => (string)Run("$worker.QualifiedArn")[0].BaseObject;

    public string FunctionArn => $"arn:aws:lambda:us-east-1:{_sandbox!.Ready.AccountId}:function:{Name}";

    public async ValueTask InitializeAsync()
    {
        if (!OperatingSystem.IsLinux() || Environment.GetEnvironmentVariable("TEMPORALLAMBDA_GO_WORKER") is null)
        {
            return;
        }

        _sandbox = await SandboxProcess.StartAsync(Metadata("SandboxProgram"), ["--region", "us-east-1", "--port", "0"], CancellationToken.None);
        SandboxReady ready = _sandbox.Ready;
        (string, string)[] environment =
        [
            ("AWS_ENDPOINT_URL", ready.EndpointUrl), ("AWS_ACCESS_KEY_ID", ready.AccessKey), ("AWS_SECRET_ACCESS_KEY", ready.SecretKey),
            ("AWS_REGION", ready.Region), ("TEMPORAL_ADDRESS", ready.TemporalAddress), ("TEMPORAL_NAMESPACE", ready.Namespace),
        ];
        foreach ((string name, string value) in environment)
        {
            Environment.SetEnvironmentVariable(name, value);
        }

        Aws = await AwsSession.OpenAsync(new AwsOptions(), SilentReporter.Instance, CancellationToken.None);
        _aws = await Recorder.StartAsync(new(ready.EndpointUrl), HttpVersion.Version11);
        _temporal = await Recorder.StartAsync(new("http://" + ready.TemporalAddress), HttpVersion.Version20);
        Temporal = await TemporalClient.ConnectAsync(new(ready.TemporalAddress) { Namespace = ready.Namespace });
        _runspace = OpenRunspace(new RecordingHost());
        Run($"$principal = '{Principal}'; $package = New-TemporalLambdaWorker '{GoWorker.Package()}' -DeploymentName {Name} -BuildId one");
        Run(Deploy);
    }

    /// <summary>A PowerShell session with the cmdlets and their views.</summary>
    public Runspace OpenRunspace(RecordingHost host)
    {
        var session = InitialSessionState.CreateDefault2();
        foreach (Type cmdlet in typeof(TestTemporalLambdaWorkerCommand).Assembly.GetExportedTypes())
        {
            if (cmdlet.GetCustomAttribute<CmdletAttribute>() is { } names)
            {
                session.Commands.Add(new SessionStateCmdletEntry($"{names.VerbName}-{names.NounName}", cmdlet, helpFileName: null));
            }
        }

        session.Formats.Add(new SessionStateFormatEntry(Metadata("Views")));
        Runspace runspace = RunspaceFactory.CreateRunspace(host, session);
        runspace.Open();
        if (_runspace is not null)
        {
            runspace.SessionStateProxy.SetVariable("package", Run("$package")[0]);
            runspace.SessionStateProxy.SetVariable("worker", Run("$worker")[0]);
            runspace.SessionStateProxy.SetVariable("server", Principal);
            runspace.SessionStateProxy.SetVariable("address", TemporalAddress);
        }

        return runspace;
    }

    public async ValueTask DisposeAsync()
    {
        _runspace?.Dispose();
        Aws?.Dispose();
        if (_sandbox is not null)
        {
            await _aws!.DisposeAsync();
            await _temporal!.DisposeAsync();
            await _sandbox.StopAsync();
        }
    }

    /// <summary>Skips the test where there is nothing to break.</summary>
    public static void SkipWithout()
    {
        Sandbox.SkipWhereItCannotRun();
        _ = GoWorker.Package();
    }

    /// <summary>Runs a script; its first error fails the test.</summary>
    public IReadOnlyList<PSObject> Run(string script)
    {
        using PowerShell shell = PowerShell.Create(_runspace).AddScript("$ErrorActionPreference = 'Stop'; $ProgressPreference = 'SilentlyContinue'; " + script);
        return shell.Invoke();
    }

    /// <summary>What the checks say. They are looked on: what changes anything fails the test, a test workflow aside.</summary>
    public IReadOnlyList<CheckResult> Check(string script)
    {
        SandboxReady ready = _sandbox!.Ready;
        Environment.SetEnvironmentVariable("AWS_ENDPOINT_URL", $"http://{_aws!.Address}");
        Environment.SetEnvironmentVariable("TEMPORAL_ADDRESS", _temporal!.Address);
        try
        {
            return [.. Run(script).Select(result => (CheckResult)result.BaseObject)];
        }
        finally
        {
            Environment.SetEnvironmentVariable("AWS_ENDPOINT_URL", ready.EndpointUrl);
            Environment.SetEnvironmentVariable("TEMPORAL_ADDRESS", ready.TemporalAddress);
            (AwsRequests, TemporalRequests) = (_aws.Take(), _temporal.Take());
            Assert.DoesNotContain(AwsRequests, operation => !Recorder.Reads(operation));
            Assert.DoesNotContain(
                TemporalRequests,
                operation => !Recorder.Reads(operation) && !(operation == "StartWorkflowExecution" && script.Contains("-WorkflowType", StringComparison.Ordinal)));
        }
    }

    /// <summary>What AWS answers in a <see cref="Check"/> instead of the sandbox, by operation.</summary>
    public IDictionary<string, PlannedAnswer> AwsAnswers => _aws!.Answers;

    /// <summary>What Temporal answers in a <see cref="Check"/> instead of its server, by operation.</summary>
    public IDictionary<string, PlannedAnswer> TemporalAnswers => _temporal!.Answers;

    /// <summary>What the last <see cref="Check"/> asked AWS for.</summary>
    public IReadOnlyList<string> AwsRequests { get; private set; } = [];

    /// <summary>What the last <see cref="Check"/> asked Temporal for.</summary>
    public IReadOnlyList<string> TemporalRequests { get; private set; } = [];

    /// <summary>Publishes a version that differs from the sound one in this alone, and has Temporal invoke it. Gives its number.</summary>
    public async Task<string> RepublishAsync(UpdateFunctionConfigurationRequest? change = null, byte[]? zip = null)
    {
        if (zip is not null || _hasOtherCode)
        {
            await Lambda.UpdateFunctionCodeAsync(
                Name, new UpdateFunctionCodeRequest { ZipFile = zip ?? await File.ReadAllBytesAsync(GoWorker.Package()) }, CancellationToken.None);
            _hasOtherCode = zip is not null;
            await UpdatedAsync();
        }

        FunctionConfiguration sound = await Lambda.GetFunctionConfigurationAsync(QualifiedArn, null, CancellationToken.None);
        await Lambda.UpdateFunctionConfigurationAsync(
            Name,
            new() { Environment = change?.Environment ?? sound.Environment, Timeout = change?.Timeout ?? sound.Timeout, MemorySize = change?.MemorySize ?? sound.MemorySize },
            CancellationToken.None);
        await UpdatedAsync();
        FunctionConfiguration version = await Lambda.PublishVersionAsync(Name, new PublishVersionRequest(), CancellationToken.None);
        while ((await Lambda.GetFunctionConfigurationAsync(version.FunctionArn, null, CancellationToken.None)).State == "Pending")
        {
            await Task.Delay(20);
        }

        await Lambda.PutFunctionEventInvokeConfigAsync(
            version.FunctionArn, null, new EventInvokeConfig { MaximumRetryAttempts = 0, MaximumEventAgeInSeconds = 60 }, CancellationToken.None);
        Register(version.FunctionArn);
        return version.Version;
    }

    /// <summary>The sound version's environment with a variable changed; null removes it.</summary>
    public async Task<FunctionEnvironment> EnvironmentWithAsync(string name, string? value)
    {
        FunctionConfiguration sound = await Lambda.GetFunctionConfigurationAsync(QualifiedArn, null, CancellationToken.None);
        Dictionary<string, string> variables = new(sound.Environment!.Variables!);
        variables.Remove(name);
        if (value is not null)
        {
            variables[name] = value;
        }

        return new FunctionEnvironment(variables);
    }

    /// <summary>Has Temporal invoke this ARN.</summary>
    public void Register(string functionArn) =>
        Run($"$null = $worker | New-TemporalWorkerDeploymentVersion -QualifiedArn {functionArn} -TimeoutSeconds 0");

    /// <summary>Publishes a version whose bootstrap is this zip's, and waits until its log says this.</summary>
    public async Task RunToLogAsync(byte[] zip, string text, UpdateFunctionConfigurationRequest? change = null) =>
        await WaitForLogAsync(await RepublishAsync(change, zip), text);

    /// <summary>Waits until a line of the version's log says this.</summary>
    public Task WaitForLogAsync(string version, string text) => WaitAsync(
        async () => (await Aws.Logs.FilterLogEventsAsync(new() { LogGroupName = "/aws/lambda/" + Name, StartTime = 0 }, CancellationToken.None)).Events
            .Any(line => line.LogStreamName.Contains($"[{version}]", StringComparison.Ordinal) && line.Message.Contains(text, StringComparison.OrdinalIgnoreCase)),
        $"The log never said '{text}'.");

    /// <summary>Waits until something is so.</summary>
    public static async Task WaitAsync(Func<Task<bool>> isSo, string otherwise, int tries = 400)
    {
        for (int i = 0; i < tries; i++)
        {
            if (await isSo())
            {
                return;
            }

            await Task.Delay(100);
        }

        Assert.Fail(otherwise);
    }

    private async Task UpdatedAsync()
    {
        while ((await Lambda.GetFunctionConfigurationAsync(Name, null, CancellationToken.None)).LastUpdateStatus == "InProgress")
        {
            await Task.Delay(20);
        }
    }

    private static string Metadata(string key) =>
        typeof(SoundWorker).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == key).Value!;
}
