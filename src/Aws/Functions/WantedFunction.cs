using System.Security;
using TemporalLambda.Aws.Parameters;
using TemporalLambda.Aws.Roles;
using TemporalLambda.Aws.Storage;

namespace TemporalLambda.Aws.Functions;

/// <summary>The function that a worker is to run in.</summary>
public sealed record WantedFunction
{
    /// <summary>The function's name, 64 characters at most.</summary>
    public required string FunctionName { get; init; }

    /// <summary>The zip file; null where it is only planned itself, so that a plan can tell what would follow.</summary>
    public required string? PackagePath { get; init; }

    /// <summary>The zip's bytes; computed.</summary>
    internal long PackageSize { get; init; }

    /// <summary>The bucket that a package goes through which is too large for a request.</summary>
    public string? Bucket { get; init; }

    /// <summary>What the package's key in the bucket begins with, its last slash included.</summary>
    public string? BucketPrefix { get; init; }

    /// <summary>The zip's SHA-256, base64. Default: computed.</summary>
    public string? PackageSha256 { get; init; }

    /// <summary>What names the package's code, whatever was included beside it. Default: <see cref="PackageSha256"/>.</summary>
    public string? Fingerprint { get; init; }

    /// <summary>The Worker Deployment's name.</summary>
    public required string DeploymentName { get; init; }

    /// <summary>The Worker Deployment Version's build id.</summary>
    public required string BuildId { get; init; }

    /// <summary>The task queue that the worker polls.</summary>
    public required string TaskQueue { get; init; }

    /// <summary>The address that the worker connects to; null where its package says it.</summary>
    public string? Address { get; init; }

    /// <summary>The namespace that the worker connects to; null where its package says it.</summary>
    public string? Namespace { get; init; }

    /// <summary>The Lambda runtime.</summary>
    public required string Runtime { get; init; }

    /// <summary>The Lambda handler.</summary>
    public required string Handler { get; init; }

    /// <summary><c>x86_64</c> or <c>arm64</c>.</summary>
    public required string Architecture { get; init; }

    /// <summary>Seconds an invocation may take, 1 to 900.</summary>
    public required int Timeout { get; init; }

    /// <summary>Megabytes, 128 to 10240.</summary>
    public required int MemorySize { get; init; }

    /// <summary>Variables beyond the module's own; null removes one, and what is not named stays.</summary>
    public IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>();

    /// <summary>Everything else that may be set.</summary>
    public FunctionOptions Options { get; init; } = new();

    /// <summary>What the function's own execution role is to be; nothing may be given for a role of another's.</summary>
    public ExecutionRoleOptions RoleOptions { get; init; } = new();

    /// <summary>The API key that the worker connects with.</summary>
    public ApiKeyOptions ApiKey { get; init; } = new();

    /// <summary>The certificate and key that the worker connects with, of <see cref="ClientCertificate.ReadAsync"/>; null: none was given.</summary>
    public SecureString? Certificate { get; init; }

    /// <summary>The KMS key of the certificate's parameter. Default: the one it has, else the account's own for parameters.</summary>
    public string? CertificateKmsKeyId { get; init; }

    /// <summary>The certificate, as what a parameter is to hold.</summary>
    internal ApiKeyOptions CertificateOptions => new()
    {
        Key = Certificate, KmsKeyId = CertificateKmsKeyId, ParameterName = Certificate is null ? null : ClientCertificate.ParameterName(FunctionName),
    };

    /// <summary>The parameter with the worker's API key, where one is wanted.</summary>
    internal string? ParameterName => ApiKey.WantsParameter ? ApiKey.ParameterName ?? ApiKeyOptions.DefaultParameterName(FunctionName) : null;

    /// <summary>The role to run as. Default: the function's present one, or its own, which is created.</summary>
    public string? ExecutionRoleArn { get; init; }

    /// <summary>No version is published: Temporal is pointed at whatever the function's newest code is.</summary>
    public bool Unqualified { get; init; }

    /// <summary>Whether the package is too large for one request.</summary>
    internal bool NeedsBucket => PackageSize > LargestDirect;

    /// <summary>Bytes that one request takes.</summary>
    internal long LargestDirect { get; init; } = PackageFile.LargestDirect;

    /// <summary>Where a package lies on its way that needs a bucket and has one, else null.</summary>
    internal StagedPackage? Staged => NeedsBucket && Bucket is not null
        ? StagedPackage.For(Bucket, BucketPrefix, FunctionName, PackageSha256!)
        : null;

    /// <summary>How often Lambda tries a failed asynchronous invocation again. Default: 0, as Temporal's controller does it itself.</summary>
    public int MaximumRetryAttempts { get; init; }

    /// <summary>Seconds after which an asynchronous invocation that could not start is dropped. Default: 60.</summary>
    public int MaximumEventAge { get; init; } = 60;
}
