using System.Management.Automation;
using System.Security;
using TemporalLambda.Temporal;

namespace TemporalLambda.Cmdlets.Connection;

/// <summary>
/// A stage that works on both sides, AWS and Temporal. The parameters for Temporal are those of <see cref="TemporalCmdlet"/>: a class can
/// only derive from one of the two.
/// </summary>
public abstract class DeploymentCmdlet : AwsCmdlet, ITemporalParameters
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

    /// <summary>The connection to Temporal; one for a whole pipeline.</summary>
    protected async Task<TemporalConnection> OpenTemporalAsync(CancellationToken cancellationToken)
    {
        _temporal ??= await this.OverDefaultsAsync(Session, Pipeline, cancellationToken);
        return await Session.OpenTemporalAsync(_temporal, cancellationToken);
    }
}
