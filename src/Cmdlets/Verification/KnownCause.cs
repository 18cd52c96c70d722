using System.Text.RegularExpressions;

namespace TemporalLambda.Cmdlets.Verification;

/// <summary>A line of a worker's log that tells why it does not work, and what helps.</summary>
internal sealed partial record KnownCause(string ErrorId, string Meaning, string Recommendation, Regex Pattern)
{
    /// <summary>The causes of all SDKs' workers, the more special ones first.</summary>
    public static IReadOnlyList<KnownCause> All { get; } =
    [
        new("WrongArchitecture", "The bootstrap is built for another processor.",
            "Build it for the function's architecture: New-TemporalLambdaWorker -Architecture.", ExecFormat()),
        new("BootstrapNotStarted", "Lambda cannot start the bootstrap.",
            "Package it again by New-TemporalLambdaWorker, which checks name, mode and kind of the file.", Entrypoint()),
        new("NativeCoreMissing", "Temporal's native library is not in the package, or cannot be loaded.",
            "Package the worker by New-TemporalLambdaWorker, which brings it along.", NativeCore()),
        new("CertificateNotTrusted", "The server's certificate is not trusted.",
            "Give the worker the certificate authority: tls.server_root_ca_cert_path in a temporal.toml that New-TemporalLambdaWorker -Include packs.", Certificate()),
        new("KeyRefused", "Temporal refuses the worker's API key or certificate.",
            "Run Publish-TemporalLambdaWorker with -WorkerApiKey, or with -WorkerTlsCertPath and -WorkerTlsKeyPath.", Refused()),
        new("NamespaceNotFound", "The worker's namespace does not exist.",
            "Run Publish-TemporalLambdaWorker with -WorkerNamespace.", Namespace()),
        new("AddressNotResolved", "The address of the Temporal Service cannot be resolved from inside the function.",
            "Run Publish-TemporalLambdaWorker with -WorkerAddress, or look at the DNS of its VPC.", Resolution()),
        new("ServerNotReached", "The Temporal Service cannot be reached from inside the function.",
            "Run Publish-TemporalLambdaWorker with -WorkerAddress; in a VPC, give its subnets a way out to the server.", Connection()),
        new("OutOfMemory", "The worker needs more memory than the function has.",
            "Run Publish-TemporalLambdaWorker with a larger -MemorySize.", Memory()),
        new("InitTimedOut", "The worker did not start within Lambda's 10 s.",
            "Look at what it does before it polls; more -MemorySize is more processor time, too.", InitTimeout()),
        new("InvocationTimedOut", "The worker did not stop before the function's timeout, and was killed.",
            "Give it more time to stop than its longest activity needs, and a -Timeout above that.", Timeout()),
        new("WorkerCrashed", "The worker's process ended.", "Read its last lines: Get-TemporalLambdaLog -Errors.", Exit()),
    ];

    /// <summary>Whether a line tells of this cause.</summary>
    public bool Explains(string line) => Pattern.IsMatch(line);

    /// <summary>The most special cause that a line tells of, or null.</summary>
    public static KnownCause? Of(string line) => All.FirstOrDefault(cause => cause.Explains(line));

    [GeneratedRegex("exec format error", RegexOptions.IgnoreCase)]
    private static partial Regex ExecFormat();

    [GeneratedRegex(@"Runtime\.InvalidEntrypoint|Couldn't find valid bootstrap|fork/exec .*(permission denied|no such file)", RegexOptions.IgnoreCase)]
    private static partial Regex Entrypoint();

    [GeneratedRegex("temporalio_sdk_core_c_bridge|temporal_sdk_core.*(cannot open|not found)", RegexOptions.IgnoreCase)]
    private static partial Regex NativeCore();

    [GeneratedRegex(@"UnknownIssuer|InvalidCertificate|certificate signed by unknown|certificate verify failed|NotValidForName|self.signed certificate|x509:", RegexOptions.IgnoreCase)]
    private static partial Regex Certificate();

    [GeneratedRegex(@"Unauthenticated|Request unauthorized|PermissionDenied|permission denied.*api.?key|CertificateRequired|bad certificate", RegexOptions.IgnoreCase)]
    private static partial Regex Refused();

    [GeneratedRegex(@"Namespace [^ ]+ (is )?not found|NamespaceNotFound", RegexOptions.IgnoreCase)]
    private static partial Regex Namespace();

    [GeneratedRegex(@"dns error|no such host|Name or service not known|failed to lookup address|ENOTFOUND|nodename nor servname", RegexOptions.IgnoreCase)]
    private static partial Regex Resolution();

    [GeneratedRegex(@"connection refused|tcp connect error|i/o timeout|ECONNREFUSED|ETIMEDOUT|failed reaching server|network is unreachable|context deadline exceeded", RegexOptions.IgnoreCase)]
    private static partial Regex Connection();

    [GeneratedRegex(@"Runtime\.OutOfMemory|OutOfMemoryException|signal: killed|JavaScript heap out of memory", RegexOptions.IgnoreCase)]
    private static partial Regex Memory();

    [GeneratedRegex(@"INIT_REPORT.*Status: timeout|""initReport"".*""timeout""", RegexOptions.IgnoreCase)]
    private static partial Regex InitTimeout();

    [GeneratedRegex(@"Task timed out after", RegexOptions.IgnoreCase)]
    private static partial Regex Timeout();

    [GeneratedRegex(@"Runtime\.ExitError|exit status \d+|Process exited", RegexOptions.IgnoreCase)]
    private static partial Regex Exit();
}
