using System.Security;
using TemporalLambda.Cmdlets.Pipeline;
using TemporalLambda.Temporal;

namespace TemporalLambda.Cmdlets.Connection;

/// <summary>The parameters that say how to reach Temporal.</summary>
internal interface ITemporalParameters
{
    string? Address { get; }

    string? Namespace { get; }

    SecureString? ApiKey { get; }

    string? TlsCertPath { get; }

    string? TlsKeyPath { get; }

    string? TlsCaPath { get; }

    string? TlsServerName { get; }

    string? TemporalProfile { get; }
}

/// <summary>Turns the parameters into options.</summary>
internal static class TemporalParameters
{
    /// <summary>The given ones, over those of a cmdlet's session; asked on its pipeline thread.</summary>
    public static Task<TemporalOptions> OverDefaultsAsync(
        this ITemporalParameters given, ModuleSession session, PipelinePump pipeline, CancellationToken cancellationToken) =>
        pipeline.AskAsync(
            cmdlet => given.Over(session.TemporalDefaults, cmdlet.SessionState.Path.GetUnresolvedProviderPathFromPSPath), cancellationToken);

    /// <summary>
    /// The given ones, over the session's defaults. Another address or profile starts afresh: a key of one server is never sent to another.
    /// </summary>
    /// <param name="given">The cmdlet's parameters.</param>
    /// <param name="defaults">The session's.</param>
    /// <param name="resolvePath">Makes a user's path a full one.</param>
    public static TemporalOptions Over(this ITemporalParameters given, TemporalOptions defaults, Func<string, string> resolvePath)
    {
        TemporalOptions basis = given.Address is null && given.TemporalProfile is null ? defaults : new TemporalOptions();
        return basis with
        {
            Address = given.Address ?? basis.Address,
            Namespace = given.Namespace ?? basis.Namespace,
            ApiKey = given.ApiKey ?? basis.ApiKey,
            TlsCertPath = Resolve(given.TlsCertPath) ?? basis.TlsCertPath,
            TlsKeyPath = Resolve(given.TlsKeyPath) ?? basis.TlsKeyPath,
            TlsCaPath = Resolve(given.TlsCaPath) ?? basis.TlsCaPath,
            TlsServerName = given.TlsServerName ?? basis.TlsServerName,
            Profile = given.TemporalProfile ?? basis.Profile,
        };

        string? Resolve(string? path) => path is null ? null : resolvePath(path);
    }
}
