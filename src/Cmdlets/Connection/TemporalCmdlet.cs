using System.Management.Automation;
using System.Security;
using TemporalLambda.Cmdlets.Pipeline;
using TemporalLambda.Temporal;

namespace TemporalLambda.Cmdlets.Connection;

/// <summary>A stage that talks to Temporal. What is not given comes from Connect-TemporalService, else from temporal.toml and TEMPORAL_*.</summary>
public abstract class TemporalCmdlet : StageCmdlet, ITemporalParameters
{
    private TemporalOptions? _temporal;

    /// <summary>Host and port of the Temporal service's frontend.</summary>
    [Parameter]
    public string? Address { get; set; }

    /// <summary>The Temporal namespace.</summary>
    [Parameter]
    public string? Namespace { get; set; }

    /// <summary>The API key of this connection. It is used for it alone and stored nowhere.</summary>
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

    /// <summary>What the PowerShell session remembers.</summary>
    private protected ModuleSession Session { get; private set; } = null!;

    /// <summary>The connection to Temporal; one for a whole pipeline.</summary>
    protected async Task<TemporalConnection> OpenTemporalAsync(CancellationToken cancellationToken)
    {
        _temporal ??= await this.OverDefaultsAsync(Session, Pipeline, cancellationToken);
        return await Session.OpenTemporalAsync(_temporal, cancellationToken);
    }

    /// <inheritdoc/>
    private protected override void OnPipelineThread() => Session = ModuleSession.Current();
}
