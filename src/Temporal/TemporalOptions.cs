using System.Security;

namespace TemporalLambda.Temporal;

/// <summary>How to reach a Temporal service. What is not given comes from temporal.toml and TEMPORAL_*, as every Temporal tool reads them.</summary>
public sealed record TemporalOptions
{
    /// <summary>Host and port of the frontend, for example <c>localhost:7233</c>.</summary>
    public string? Address { get; init; }

    /// <summary>The namespace.</summary>
    public string? Namespace { get; init; }

    /// <summary>The API key; used for this connection alone.</summary>
    public SecureString? ApiKey { get; init; }

    /// <summary>The client certificate file, PEM.</summary>
    public string? TlsCertPath { get; init; }

    /// <summary>The client certificate's private key file, PEM.</summary>
    public string? TlsKeyPath { get; init; }

    /// <summary>The file with the authority that the server's certificate must come from, PEM.</summary>
    public string? TlsCaPath { get; init; }

    /// <summary>The name that the server's certificate must have, where it is not the address.</summary>
    public string? TlsServerName { get; init; }

    /// <summary>A profile of temporal.toml.</summary>
    public string? Profile { get; init; }
}
