using System.Collections;
using System.Globalization;
using System.Management.Automation;
using TemporalLambda.Aws.Functions;
using TemporalLambda.Aws.Parameters;
using TemporalLambda.Aws.Roles;

namespace TemporalLambda.Cmdlets.Commands;

/// <content>The settings beyond what the worker is. What is not given is not touched.</content>
public sealed partial class PublishTemporalLambdaWorkerCommand
{
    /// <summary>
    /// A bucket in the function's region that a package goes through which has more than 50 MB. The package is removed again; a lifecycle rule
    /// that ends unfinished multipart uploads removes what a killed run left of one.
    /// </summary>
    [Parameter]
    [Alias("S3Bucket", "BucketName")]
    public string? Bucket { get; set; }

    /// <summary>What the package's key in -Bucket begins with, for example builds/. Default: nothing.</summary>
    [Parameter]
    [Alias("S3Prefix", "KeyPrefix")]
    public string? BucketPrefix { get; set; }

    /// <summary>The space under /tmp in MB, 512 to 10240.</summary>
    [Parameter]
    [Alias("EphemeralStorage_Size")]
    public int? EphemeralStorage { get; set; }

    /// <summary>The ARN of the KMS key that encrypts the function's variables; an empty string: Lambda's own key again.</summary>
    [Parameter]
    public string? KmsKeyArn { get; set; }

    /// <summary>The subnets of the function's network, with -SecurityGroupId; @() with both leaves the network.</summary>
    [Parameter]
    [Alias("VpcConfig_SubnetId", "SubnetIds")]
    public string[]? SubnetId { get; set; }

    /// <summary>The security groups of the function's network, with -SubnetId.</summary>
    [Parameter]
    [Alias("VpcConfig_SecurityGroupId", "SecurityGroupIds")]
    public string[]? SecurityGroupId { get; set; }

    /// <summary>The ARNs of the layer versions, in order, five at most; @() removes them.</summary>
    [Parameter]
    [Alias("Layers")]
    public string[]? Layer { get; set; }

    /// <summary>Tags of the function and of its own execution role; $null removes one, and those that are not named stay.</summary>
    [Parameter]
    [Alias("Tags")]
    public IDictionary? Tag { get; set; }

    /// <summary>Active: the function sends traces to X-Ray. PassThrough: only those that a caller began.</summary>
    [Parameter]
    [Alias("TracingConfig_Mode")]
    [ValidateSet("Active", "PassThrough")]
    public string? TracingMode { get; set; }

    /// <summary>The form of the function's log lines; JSON knows levels.</summary>
    [Parameter]
    [Alias("LoggingConfig_LogFormat")]
    [ValidateSet("Text", "JSON")]
    public string? LogFormat { get; set; }

    /// <summary>The least level of the worker's own lines that are kept; with the format JSON.</summary>
    [Parameter]
    [Alias("LogLevel", "LoggingConfig_ApplicationLogLevel")]
    [ValidateSet("TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL")]
    public string? ApplicationLogLevel { get; set; }

    /// <summary>The least level of Lambda's own lines that are kept; with the format JSON.</summary>
    [Parameter]
    [Alias("LoggingConfig_SystemLogLevel")]
    [ValidateSet("DEBUG", "INFO", "WARN")]
    public string? SystemLogLevel { get; set; }

    /// <summary>The log group. Default: the function's present one, else /aws/lambda/FunctionName.</summary>
    [Parameter]
    [Alias("LoggingConfig_LogGroup")]
    public string? LogGroup { get; set; }

    /// <summary>Days that the log group keeps its lines: 1, 3, 5, 7, 14, 30, …; 0: for ever. The group is created where it is not there.</summary>
    [Parameter]
    [Alias("RetentionInDays", "RetentionInDay")]
    public int? LogRetentionDays { get; set; }

    /// <summary>Executions that are kept for the function, which is also the most it gets; -1: none are kept any more.</summary>
    [Parameter]
    [Alias("ReservedConcurrentExecutions", "ReservedConcurrentExecution")]
    public int? ReservedConcurrency { get; set; }

    /// <summary>
    /// How often Lambda tries a failed asynchronous invocation again, 0 to 2. Default: 0, because Temporal's worker controller invokes
    /// again by itself.
    /// </summary>
    [Parameter]
    [Alias("MaximumRetryAttempt")]
    public int MaximumRetryAttempts { get; set; }

    /// <summary>
    /// Seconds after which Lambda drops an asynchronous invocation that could not start, 60 to 21600. Default: 60; a later one would find
    /// no task and only cost.
    /// </summary>
    [Parameter]
    [Alias("MaximumEventAgeInSeconds", "MaximumEventAgeInSecond")]
    public int MaximumEventAge { get; set; } = 60;

    /// <summary>The path of the function's own execution role, beginning and ending with a slash. It is set when the role is created.</summary>
    [Parameter]
    public string? RolePath { get; set; }

    /// <summary>The ARN of the policy that bounds what the function's own execution role may do.</summary>
    [Parameter]
    public string? PermissionsBoundary { get; set; }

    /// <summary>Managed policies that the function's own execution role is to have besides.</summary>
    [Parameter]
    public string[]? ExecutionPolicyArn { get; set; }

    /// <summary>A JSON policy document that the function's own execution role is to have besides.</summary>
    [Parameter]
    public string? ExecutionPolicyDocument { get; set; }

    private static Dictionary<string, string?> Map(IDictionary? given) => (given ?? new Hashtable()).Cast<DictionaryEntry>().ToDictionary(
        entry => Text(entry.Key)!, entry => Text(entry.Value));

    private static string? Text(object? value) => value is null ? null : LanguagePrimitives.ConvertTo<string>(value)?.ToString(CultureInfo.InvariantCulture);

    private FunctionOptions FunctionOptions() => new()
    {
        EphemeralStorage = EphemeralStorage,
        KmsKeyArn = KmsKeyArn,
        SubnetIds = SubnetId,
        SecurityGroupIds = SecurityGroupId,
        Layers = Layer,
        TracingMode = Canonical(TracingMode, "Active", "PassThrough"),
        LogFormat = Canonical(LogFormat, "Text", "JSON"),
        ApplicationLogLevel = ApplicationLogLevel?.ToUpperInvariant(),
        SystemLogLevel = SystemLogLevel?.ToUpperInvariant(),
        LogGroup = First(LogGroup),
        LogRetentionDays = LogRetentionDays,
        ReservedConcurrency = ReservedConcurrency,
        Tags = Map(Tag),
    };

    private ApiKeyOptions ApiKeyOptions() => new()
    {
        Key = WorkerApiKey, Storage = ApiKeyStorage, ParameterName = First(ParameterName),

        // It may be the certificate's alone.
        KmsKeyId = WorkerApiKey is null && First(WorkerTlsCertPath) is not null ? null : First(KmsKeyId),
    };

    private ExecutionRoleOptions RoleOptions() => new()
    {
        Path = First(RolePath),
        PermissionsBoundary = First(PermissionsBoundary),
        PolicyArns = ExecutionPolicyArn ?? [],
        PolicyDocument = First(ExecutionPolicyDocument),
    };

    // PowerShell compares without case; Lambda does not.
    private static string? Canonical(string? given, params string[] known) =>
        given is null ? null : Array.Find(known, k => k.Equals(given, StringComparison.OrdinalIgnoreCase)) ?? given;
}
