namespace TemporalLambda.Temporal;

/// <content>Reaching a Temporal Service, and what any call to it can meet.</content>
public static partial class TemporalErrors
{
    /// <summary>temporal.toml, its profile or a TEMPORAL_* variable can not be used.</summary>
    public static StageException ConfigurationUnusable(string profile, string reason) => new(
        "TemporalConfigurationUnusable", FaultCategory.InvalidData,
        $"The Temporal configuration (temporal.toml and TEMPORAL_* variables) has no usable profile '{profile}': {Bare(reason)}.",
        "Correct temporal.toml or the file that TEMPORAL_CONFIG_FILE names, or choose another profile by -TemporalProfile.", profile);

    /// <summary>The address is not host and port.</summary>
    public static StageException AddressInvalid(string address) => new(
        "TemporalAddressInvalid", FaultCategory.InvalidArgument, $"'{address}' is no address of a Temporal Service: it is not 'host:port'.",
        "Give host and port without a scheme, for example 'localhost:7233', by -Address or TEMPORAL_ADDRESS.", address);

    /// <summary>A PEM file can not be used.</summary>
    public static StageException TlsFileUnusable(string parameter, string path, string reason) => new(
        "TemporalTlsFileUnusable", FaultCategory.InvalidArgument, $"{parameter} names '{path}', which can not be used: {Bare(reason)}.",
        $"Give {parameter} the path of a readable PEM file.", path);

    /// <summary>Certificate without key, or key without certificate.</summary>
    public static StageException TlsPairIncomplete(string missing) => new(
        "TemporalTlsPairIncomplete", FaultCategory.InvalidArgument, $"For mTLS {missing} is missing.",
        "Give both -TlsCertPath and -TlsKeyPath, or both in temporal.toml.", missing);

    /// <summary>Nobody answers at the address.</summary>
    public static StageException ServerUnreachable(string address, string reason, Exception? inner) => new(
        "TemporalServerUnreachable", FaultCategory.ConnectionError, $"No Temporal Service answers at '{address}': {Bare(reason)}.",
        "Check that it runs and can be reached; set the address by -Address, Connect-TemporalService, TEMPORAL_ADDRESS or temporal.toml.",
        address, inner);

    /// <summary>The TLS handshake failed.</summary>
    public static StageException TlsFailed(string address, string reason, Exception? inner) => new(
        "TemporalTlsFailed", FaultCategory.ConnectionError, $"The TLS connection to the Temporal Service at '{address}' failed: {Bare(reason)}.",
        "Check -TlsCaPath, -TlsServerName, -TlsCertPath and -TlsKeyPath, and whether the server uses TLS at all.", address, inner);

    /// <summary>The API key was refused.</summary>
    public static StageException ApiKeyRefused(string address, string reason, Exception? inner) => new(
        "TemporalApiKeyRefused", FaultCategory.AuthenticationError, $"The Temporal Service at '{address}' refused the API key: {Bare(reason)}.",
        "Create a new API key for this namespace's account and give it by -ApiKey or TEMPORAL_API_KEY.", address, inner);

    /// <summary>The service wants an identity, and got none that it accepts.</summary>
    public static StageException IdentityRefused(string address, string reason, Exception? inner) => new(
        "TemporalIdentityRefused", FaultCategory.AuthenticationError, $"The Temporal Service at '{address}' refused the client: {Bare(reason)}.",
        "Give an API key by -ApiKey, or a client certificate by -TlsCertPath and -TlsKeyPath.", address, inner);

    /// <summary>The namespace does not exist.</summary>
    public static StageException NamespaceNotFound(string @namespace, string address, Exception? inner) => new(
        "TemporalNamespaceNotFound", FaultCategory.ObjectNotFound, $"The Temporal Service at '{address}' has no namespace '{@namespace}'.",
        "Correct the name by -Namespace, TEMPORAL_NAMESPACE or temporal.toml, or create the namespace.", @namespace, inner);

    /// <summary>The server can not invoke workers.</summary>
    public static StageException WorkerControllerMissing(string address, string serverVersion) => new(
        "TemporalWorkerControllerMissing", FaultCategory.NotInstalled,
        $"The Temporal Service at '{address}' (server {serverVersion}) has no worker controller, so it can not invoke a worker.",
        "Use Temporal Cloud or server 1.31 or later, and set workercontroller.enabled in its dynamic configuration.", address);

    /// <summary>The operator has not enabled the provider.</summary>
    public static StageException ComputeProviderNotEnabled(string address, string reason, Exception? inner) => new(
        "TemporalComputeProviderNotEnabled", FaultCategory.NotInstalled,
        $"The Temporal Service at '{address}' has not enabled AWS Lambda as a compute provider: {Bare(reason)}.",
        "Add aws-lambda to workercontroller.compute_providers.enabled in the server's dynamic configuration.", address, inner);

    /// <summary>The caller may not do it.</summary>
    public static StageException PermissionDenied(string what, string @namespace, string reason, Exception? inner) => new(
        "TemporalPermissionDenied", FaultCategory.PermissionDenied,
        $"Temporal does not permit '{what}' in namespace '{@namespace}': {Bare(reason)}.",
        "Ask for write access to the namespace, or connect as somebody who has it.", @namespace, inner);

    /// <summary>The server went away.</summary>
    public static StageException ConnectionLost(string address, string what, string reason, Exception? inner) => new(
        "TemporalConnectionLost", FaultCategory.ConnectionError,
        $"The Temporal Service at '{address}' could not be reached for '{what}': {Bare(reason)}.",
        "Run the command again once the service answers; it goes on where it stopped.", address, inner);

    /// <summary>The server takes no more calls at the moment.</summary>
    public static StageException RateLimited(string @namespace, string what, string reason, Exception? inner) => new(
        "TemporalRateLimited", FaultCategory.LimitsExceeded,
        $"Temporal takes no more calls of namespace '{@namespace}' at the moment, so that '{what}' was refused: {Bare(reason)}.",
        "Wait a minute, then run the command again, which goes on where it stopped; or have the namespace's rate limit raised.", @namespace, inner);

    /// <summary>The server did not answer a call in time.</summary>
    public static StageException CallTimedOut(string address, string what, Exception? inner) => new(
        "TemporalCallTimedOut", FaultCategory.OperationTimeout, $"The Temporal Service at '{address}' did not answer '{what}' in time.",
        "Run the command again; it goes on where it stopped.", address, inner);

    /// <summary>The server does not know a call.</summary>
    public static StageException CallUnknown(string address, string serverVersion, string what, Exception? inner) => new(
        "TemporalCallUnknown", FaultCategory.NotInstalled,
        $"The Temporal Service at '{address}' (server {serverVersion}) does not know '{what}'.", "Use server 1.31 or later.", address, inner);
}
