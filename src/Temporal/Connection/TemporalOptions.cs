using System.Security;

namespace TemporalLambda.Temporal;

/// <summary>
/// How to reach a Temporal Service. What is null comes from temporal.toml and the TEMPORAL_* variables, read as every Temporal tool reads
/// them; what is given goes over them.
/// </summary>
public sealed record TemporalOptions
{
    /// <summary>Host and port of the frontend; default at the end: <c>localhost:7233</c>.</summary>
    public string? Address { get; init; }

    /// <summary>The namespace; default at the end: <c>default</c>.</summary>
    public string? Namespace { get; init; }

    /// <summary>The API key. It turns TLS on, unless the profile turns TLS off.</summary>
    public SecureString? ApiKey { get; init; }

    /// <summary>PEM file with the client certificate for mTLS.</summary>
    public string? TlsCertPath { get; init; }

    /// <summary>PEM file with the client certificate's private key.</summary>
    public string? TlsKeyPath { get; init; }

    /// <summary>PEM file with the certificate authority that signed the server's certificate; default: the system's.</summary>
    public string? TlsCaPath { get; init; }

    /// <summary>The name that the server's certificate must have; default: the address's host.</summary>
    public string? TlsServerName { get; init; }

    /// <summary>The profile of temporal.toml; default: TEMPORAL_PROFILE, else <c>default</c>.</summary>
    public string? Profile { get; init; }

    /// <summary>
    /// Nothing is read from temporal.toml and TEMPORAL_*: for a server of our own, which must neither get a user's API key nor be refused
    /// for a user's TLS settings.
    /// </summary>
    public bool IsSelfContained { get; init; }

    /// <summary>How long connecting may take; default: 10 s.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);
}
