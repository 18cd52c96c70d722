using System.Management.Automation;
using System.Security;
using TemporalLambda.Cmdlets.Connection;
using TemporalLambda.Cmdlets.Pipeline;
using TemporalLambda.Temporal;

namespace TemporalLambda.Cmdlets.Commands;

/// <summary>Connects the session to a Temporal Service: every later cmdlet uses it where it is not told another.</summary>
/// <remarks>
/// <para>What is not given comes from temporal.toml and the TEMPORAL_* variables, as every Temporal tool reads them. The connection is made
/// at once, so that a wrong address, key or certificate shows here; the session is left as it was then.</para>
/// <para>The API key stays in this session's memory and is stored nowhere.</para>
/// </remarks>
/// <example>
/// <code>Connect-TemporalService my-namespace.my-account.tmprl.cloud:7233 my-namespace.my-account -ApiKey (Read-Host -AsSecureString)</code>
/// Connects to Temporal Cloud with an API key.
/// </example>
/// <example>
/// <code>Connect-TemporalService -TemporalProfile staging</code>
/// Connects as the profile of temporal.toml says.
/// </example>
/// <example>
/// <code>Connect-TemporalService temporal.example.com:7233 orders -TlsCertPath client.pem -TlsKeyPath client.key -TlsCaPath ca.pem</code>
/// Connects to a server of your own with mTLS.
/// </example>
[Cmdlet(VerbsCommunications.Connect, "TemporalService")]
[OutputType(typeof(TemporalService))]
public sealed class ConnectTemporalServiceCommand : AsyncCmdlet, ITemporalParameters
{
    private ModuleSession? _session;

    /// <summary>Host and port of the Temporal service's frontend.</summary>
    [Parameter(Position = 0)]
    public string? Address { get; set; }

    /// <summary>The Temporal namespace.</summary>
    [Parameter(Position = 1)]
    public string? Namespace { get; set; }

    /// <summary>The API key. It stays in this session's memory and is stored nowhere.</summary>
    [Parameter]
    public SecureString? ApiKey { get; set; }

    /// <summary>The client certificate file, PEM.</summary>
    [Parameter]
    public string? TlsCertPath { get; set; }

    /// <summary>The client certificate's private key file, PEM.</summary>
    [Parameter]
    public string? TlsKeyPath { get; set; }

    /// <summary>The file with the certificate authority that the server's certificate must come from, PEM.</summary>
    [Parameter]
    public string? TlsCaPath { get; set; }

    /// <summary>The name that the server's certificate must have, where it is not the address.</summary>
    [Parameter]
    public string? TlsServerName { get; set; }

    /// <summary>A profile of temporal.toml.</summary>
    [Parameter]
    public string? TemporalProfile { get; set; }

    /// <inheritdoc/>
    private protected override void OnPipelineThread() => _session = ModuleSession.Current();

    /// <inheritdoc/>
    protected override async Task EndAsync(CancellationToken cancellationToken)
    {
        ModuleSession session = _session!;

        // Afresh: nothing of the connection before is mixed into this one.
        TemporalOptions options = await Pipeline.AskAsync(
            cmdlet => this.Over(new TemporalOptions(), cmdlet.SessionState.Path.GetUnresolvedProviderPathFromPSPath), cancellationToken);
        TemporalConnection connection = await session.OpenTemporalAsync(options, cancellationToken);
        session.TemporalDefaults = options;
        if (!connection.SupportsServerScaledDeployments)
        {
            Pipeline.Warning(TemporalErrors.WorkerControllerMissing(connection.Address, connection.ServerVersion).Message);
        }

        Pipeline.Write(new TemporalService(
            connection.Address, connection.Namespace, connection.ServerVersion, connection.IsCloud, connection.SupportsServerScaledDeployments));
    }
}
