using System.Collections;
using System.Management.Automation;
using System.Net;
using System.Security;
using TemporalLambda.Aws;
using TemporalLambda.Aws.Functions;
using TemporalLambda.Aws.Parameters;
using TemporalLambda.Cmdlets.Connection;
using TemporalLambda.Cmdlets.Stages;
using TemporalLambda.Temporal;

namespace TemporalLambda.Cmdlets.Commands;

/// <summary>
/// Brings a worker's package to AWS Lambda as a published version: execution role, function and environment, of which only what differs is
/// changed.
/// </summary>
/// <remarks>
/// <para>The function is told who it is by its environment: deployment, build id, task queue and the connection to Temporal. Variables that
/// others set stay. A version is published for each build; a build id names code, so the same one with other code is refused, while
/// changed settings under the same build id publish another version of the function.</para>
/// <para>A run that finds everything as wanted makes no call that changes anything, and a run that was interrupted is completed by the
/// next.</para>
/// </remarks>
/// <example>
/// <code>New-TemporalLambdaWorker ./HelloWorker | Publish-TemporalLambdaWorker -Region eu-central-1</code>
/// Builds a project and publishes it.
/// </example>
/// <example>
/// <code>$worker | Publish-TemporalLambdaWorker -Timeout 120 -MemorySize 1024 -Environment @{ LOG_LEVEL = 'debug' } -WhatIf</code>
/// Tells what would be changed for more memory, another timeout and a variable, and changes nothing.
/// </example>
/// <example>
/// <code>$worker | Publish-TemporalLambdaWorker -SubnetId subnet-1a, subnet-1b -SecurityGroupId sg-1 -LogFormat JSON -LogRetentionDays 30 -Tag @{ team = 'shop' }</code>
/// Attaches the function to a network, has it log JSON lines that are kept for 30 days, and tags it.
/// </example>
/// <example>
/// <code>$worker | Publish-TemporalLambdaWorker -WorkerApiKey $key -WorkerAddress orders.a1b2c.tmprl.cloud:7233 -WorkerNamespace orders.a1b2c</code>
/// Stores the key that the worker connects with in a SecureString parameter, which its execution role may read.
/// </example>
/// <example>
/// <code>Publish-TemporalLambdaWorker -PackagePath ./function.zip -DeploymentName my-app -BuildId build-1 -WorkerAddress temporal.example.com:7233</code>
/// Publishes a zip that was made elsewhere.
/// </example>
[Cmdlet(VerbsData.Publish, "TemporalLambdaWorker", SupportsShouldProcess = true)]
[OutputType(typeof(PublishedWorker))]
public sealed partial class PublishTemporalLambdaWorkerCommand : DeploymentCmdlet
{
    private const string Source = "New-TemporalLambdaWorker";
    private const int IdleTimeout = 600;
    private const int GuideTimeout = 60;
    private const int DefaultMemory = 512;

    /// <summary>The zip file, of any Temporal SDK.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    public string? PackagePath { get; set; }

    /// <summary>The Worker Deployment's name.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? DeploymentName { get; set; }

    /// <summary>The build id. It names code: the same one with other code is refused.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? BuildId { get; set; }

    /// <summary>The task queue that the worker polls. Default: the deployment's name.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? TaskQueue { get; set; }

    /// <summary>The function's name, 64 characters at most. Default: the deployment's name.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? FunctionName { get; set; }

    /// <summary>The Lambda runtime. Default: the record's, else provided.al2023.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? Runtime { get; set; }

    /// <summary>The Lambda handler. Default: the record's, else bootstrap.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? Handler { get; set; }

    /// <summary>x86_64 or arm64. Default: the record's, else x86_64.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? Architecture { get; set; }

    /// <summary>
    /// Seconds that one invocation may take, 1 to 900. Default: 600 where the worker ends by itself when it is idle, as those of
    /// TemporalLambda.Runtime do; else 60, because other workers are billed to the end.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public int? Timeout { get; set; }

    /// <summary>The function's memory in MB, 128 to 10240; its CPU share follows it. Default: 512.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public int? MemorySize { get; set; }

    /// <summary>Variables of your own; $null removes one, and those that are not named stay.</summary>
    [Parameter]
    public IDictionary? Environment { get; set; }

    /// <summary>The role that the function runs as. Default: the function's present one, else one of its own, which is created.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("Role")]
    public string? ExecutionRoleArn { get; set; }

    /// <summary>
    /// The address that the worker connects to. Default: that of this session's connection, unless the package has a temporal.toml.
    /// </summary>
    [Parameter]
    public string? WorkerAddress { get; set; }

    /// <summary>
    /// The namespace that the worker connects to. Default: that of this session's connection, unless the package has a temporal.toml.
    /// </summary>
    [Parameter]
    public string? WorkerNamespace { get; set; }

    /// <summary>
    /// The API key that the worker connects with. The key of this session's own connection is never given to a worker. It is stored in a
    /// SecureString parameter of Systems Manager; another key is another version of it and changes nothing of the function.
    /// </summary>
    [Parameter]
    public SecureString? WorkerApiKey { get; set; }

    /// <summary>
    /// The parameter with the worker's API key. Default: /temporal-lambda/FunctionName/api-key. Without -WorkerApiKey it is one that is there
    /// already, and that the worker is let read.
    /// </summary>
    [Parameter]
    public string? ParameterName { get; set; }

    /// <summary>
    /// The certificate that the worker connects with, a PEM file with the chain where there is one. It is kept with its key in a SecureString
    /// parameter of Systems Manager, /temporal-lambda/FunctionName/tls; another one is another version of it and changes nothing of the function.
    /// </summary>
    [Parameter]
    public string? WorkerTlsCertPath { get; set; }

    /// <summary>The private key of -WorkerTlsCertPath, a PEM file without a password.</summary>
    [Parameter]
    public string? WorkerTlsKeyPath { get; set; }

    /// <summary>The KMS key that encrypts the parameters: id, ARN or alias/name. Default: the one they have, else the account's own.</summary>
    [Parameter]
    public string? KmsKeyId { get; set; }

    /// <summary>
    /// Where the worker's API key is kept. Environment is for workers that can not read a parameter: whoever may see the function's settings
    /// sees the key.
    /// </summary>
    [Parameter]
    public ApiKeyStorage ApiKeyStorage { get; set; }

    /// <summary>For development: no version is published, and Temporal is pointed at whatever the function's newest code is.</summary>
    [Parameter]
    public SwitchParameter Unqualified { get; set; }

    /// <inheritdoc/>
    private protected override string? SideBySideBy => StageRecord.IsPlanned(InputObject) ? null : NameOf(CarryOn<PublishedWorker>());

    /// <inheritdoc/>
    protected override async Task ProcessStageAsync(CancellationToken cancellationToken)
    {
        PublishedWorker record = CarryOn<PublishedWorker>();
        string? package = await PackageAsync(record, cancellationToken);
        string deployment = Require(First(DeploymentName, record.DeploymentName), nameof(DeploymentName), Source);
        record.DeploymentName = deployment;
        record.BuildId = record.IsPlanned && package is null
            ? First(BuildId, record.BuildId, "(fingerprint)")
            : Require(First(BuildId, record.BuildId), nameof(BuildId), Source);
        record.TaskQueue = First(TaskQueue, record.TaskQueue, deployment);
        record.FunctionName = NameOf(record);
        record.Runtime = First(Runtime, record.Runtime, "provided.al2023");
        record.Handler = First(Handler, record.Handler, "bootstrap");
        record.Architecture = First(Architecture, record.Architecture, "x86_64");
        record.Timeout = Timeout ?? record.Timeout ?? (record.EndsWhenIdle == true ? IdleTimeout : GuideTimeout);
        record.MemorySize = MemorySize ?? record.MemorySize ?? DefaultMemory;

        Task<AwsSession> opening = OpenAwsAsync(cancellationToken);
        (string? address, string? workerNamespace) = await WorkerConnectionAsync(package, cancellationToken);
        AwsSession aws = await opening;
        WarnOfLoopback(address, aws);

        FunctionDeployment stage = new(aws, Pipeline);
        SecureString? certificate = await CertificateAsync(cancellationToken);
        FunctionPlan plan = await stage.PlanAsync(
            new WantedFunction
            {
                FunctionName = record.FunctionName!,
                PackagePath = package,
                PackageSha256 = First(record.PackageSha256),
                Fingerprint = First(record.Fingerprint),
                DeploymentName = deployment,
                BuildId = record.BuildId!,
                TaskQueue = record.TaskQueue!,
                Address = address,
                Namespace = workerNamespace,
                Runtime = record.Runtime!,
                Handler = record.Handler!,
                Architecture = record.Architecture!,
                Timeout = record.Timeout.Value,
                MemorySize = record.MemorySize.Value,
                Environment = Map(Environment),
                ExecutionRoleArn = First(ExecutionRoleArn),
                RoleOptions = RoleOptions(),
                Options = FunctionOptions(),
                ApiKey = ApiKeyOptions(),
                Certificate = certificate,
                CertificateKmsKeyId = certificate is null ? null : First(KmsKeyId),
                Bucket = First(Bucket),
                BucketPrefix = First(BucketPrefix),
                MaximumRetryAttempts = MaximumRetryAttempts,
                MaximumEventAge = MaximumEventAge,
                Unqualified = Unqualified,
            },
            cancellationToken);
        bool done = await ConfirmPlanAsync(plan.Changes, record.FunctionName!, cancellationToken);
        FunctionResult result = done ? await stage.ApplyAsync(plan, cancellationToken) : plan.Expected;

        record.PackagePath = package ?? record.PackagePath;
        record.FunctionArn = result.FunctionArn;
        record.FunctionVersion = result.FunctionVersion;
        record.QualifiedArn = result.QualifiedArn;
        record.ExecutionRoleArn = result.ExecutionRoleArn;
        Emit(record, plan.Changes, done);
    }

    // Without any it fails, and nobody waits for it.
    private string NameOf(PublishedWorker record) => First(FunctionName, record.FunctionName, DeploymentName, record.DeploymentName) ?? "";

    private static string? First(params string?[] candidates) => Array.Find(candidates, candidate => !string.IsNullOrEmpty(candidate));

    private async Task<string?> PackageAsync(PublishedWorker record, CancellationToken cancellationToken)
    {
        string? given = First(PackagePath, record.PackagePath);

        // What lies at the path of a package that is only planned is an older one, or nothing.
        return record.IsPlanned && string.IsNullOrEmpty(record.PackageSha256)
            ? null
            : await ResolvePathAsync(Require(given, nameof(PackagePath), Source), cancellationToken);
    }

    private async Task<SecureString?> CertificateAsync(CancellationToken cancellationToken)
    {
        (string? certificate, string? key) = (First(WorkerTlsCertPath), First(WorkerTlsKeyPath));
        return certificate is null && key is null ? null : await ClientCertificate.ReadAsync(
            await ResolvePathAsync(certificate ?? throw AwsErrors.CertificateIncomplete(nameof(WorkerTlsCertPath)), cancellationToken),
            await ResolvePathAsync(key ?? throw AwsErrors.CertificateIncomplete(nameof(WorkerTlsKeyPath)), cancellationToken),
            cancellationToken);
    }

    // A package that says where to connect is not overruled: only what was given by name goes into the environment then.
    private async Task<(string? Address, string? Namespace)> WorkerConnectionAsync(string? package, CancellationToken cancellationToken)
    {
        if ((WorkerAddress is not null && WorkerNamespace is not null) || (package is not null && PackageFile.HasConnection(package)))
        {
            return (First(WorkerAddress), First(WorkerNamespace));
        }

        TemporalConnection connection = await OpenTemporalAsync(cancellationToken);
        return (First(WorkerAddress, connection.Address), First(WorkerNamespace, connection.Namespace));
    }

    private void WarnOfLoopback(string? address, AwsSession aws)
    {
        string host = (address ?? "").Split(':')[0];
        bool loopback = host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host, out IPAddress? ip) && IPAddress.IsLoopback(ip));
        if (loopback && aws.EndpointUrl is null)
        {
            Pipeline.Warning($"The worker is told to connect to {address}, which in Lambda is the function itself: give -WorkerAddress.");
        }
    }
}
