using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Reflection;
using TemporalLambda.Aws;
using TemporalLambda.Aws.Lambda;
using TemporalLambda.Cmdlets.Commands;
using TemporalLambda.Cmdlets.Sandbox;
using TemporalLambda.PlantedFaults.Tests;

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
    private bool _hasOtherCode;

    public AwsSession Aws { get; private set; } = null!;

    public LambdaClient Lambda => Aws.Lambda;

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
        var session = InitialSessionState.CreateDefault2();
        foreach (Type cmdlet in typeof(TestTemporalLambdaWorkerCommand).Assembly.GetExportedTypes())
        {
            if (cmdlet.GetCustomAttribute<CmdletAttribute>() is { } names)
            {
                session.Commands.Add(new SessionStateCmdletEntry($"{names.VerbName}-{names.NounName}", cmdlet, helpFileName: null));
            }
        }

        _runspace = RunspaceFactory.CreateRunspace(session);
        _runspace.Open();
        Run($"$principal = '{Principal}'; $package = New-TemporalLambdaWorker '{GoWorker.Package()}' -DeploymentName {Name} -BuildId one");
        Run(Deploy);
    }

    public ValueTask DisposeAsync()
    {
        _runspace?.Dispose();
        Aws?.Dispose();
        return _sandbox is null ? ValueTask.CompletedTask : new(_sandbox.StopAsync());
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

    /// <summary>What the checks say.</summary>
    public IReadOnlyList<CheckResult> Check(string script) => [.. Run(script).Select(result => (CheckResult)result.BaseObject)];

    /// <summary>Publishes a version that differs from the sound one in this alone, and has Temporal invoke it.</summary>
    public async Task RepublishAsync(UpdateFunctionConfigurationRequest? change = null, byte[]? zip = null)
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
            Name, new() { Environment = change?.Environment ?? sound.Environment, Timeout = change?.Timeout ?? sound.Timeout }, CancellationToken.None);
        await UpdatedAsync();
        FunctionConfiguration version = await Lambda.PublishVersionAsync(Name, new PublishVersionRequest(), CancellationToken.None);
        while ((await Lambda.GetFunctionConfigurationAsync(version.FunctionArn, null, CancellationToken.None)).State == "Pending")
        {
            await Task.Delay(20);
        }

        await Lambda.PutFunctionEventInvokeConfigAsync(
            version.FunctionArn, null, new EventInvokeConfig { MaximumRetryAttempts = 0, MaximumEventAgeInSeconds = 60 }, CancellationToken.None);
        Register(version.FunctionArn);
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

    /// <summary>Waits until a line of the log says this.</summary>
    public async Task WaitForLogAsync(string text)
    {
        for (int i = 0; i < 300; i++)
        {
            var page = await Aws.Logs.FilterLogEventsAsync(new() { LogGroupName = "/aws/lambda/" + Name, StartTime = 0 }, CancellationToken.None);
            if (page.Events.Any(line => line.Message.Contains(text, StringComparison.OrdinalIgnoreCase)))
            {
                return;
            }

            await Task.Delay(100);
        }

        Assert.Fail($"The log never said '{text}'.");
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
