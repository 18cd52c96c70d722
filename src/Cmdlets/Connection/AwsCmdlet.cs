using System.Management.Automation;
using TemporalLambda.Aws;
using TemporalLambda.Cmdlets.Pipeline;

namespace TemporalLambda.Cmdlets.Connection;

/// <summary>
/// A stage that talks to AWS. The parameters are those of AWS.Tools; what is not given comes from the SDK's own chain: environment,
/// profiles, SSO, roles, containers, instances.
/// </summary>
public abstract class AwsCmdlet : StageCmdlet
{
    private StoredAwsDefaults _stored = StoredAwsDefaults.None;

    /// <summary>A profile of the shared credentials and config files.</summary>
    [Parameter]
    [Alias("StoredCredentials", "AWSProfileName")]
    public string? ProfileName { get; set; }

    /// <summary>The credentials file with the profile, where it is not at its usual place.</summary>
    [Parameter]
    [Alias("AWSProfilesLocation", "ProfilesLocation")]
    public string? ProfileLocation { get; set; }

    /// <summary>The AWS region, for example eu-central-1.</summary>
    [Parameter]
    [Alias("RegionToCall")]
    public string? Region { get; set; }

    /// <summary>An access key id; with -SecretKey.</summary>
    [Parameter]
    [Alias("AK")]
    public string? AccessKey { get; set; }

    /// <summary>The secret access key of -AccessKey.</summary>
    [Parameter]
    [Alias("SK", "SecretAccessKey")]
    public string? SecretKey { get; set; }

    /// <summary>The session token of temporary keys.</summary>
    [Parameter]
    [Alias("ST")]
    public string? SessionToken { get; set; }

    /// <summary>
    /// AWS credentials of another module: what Get-AWSCredential, New-AWSCredential or Use-STSRole of AWS.Tools gives. Default: the session
    /// variable StoredAWSCredentials, which Set-AWSCredential sets. -AccessKey and -ProfileName go before it.
    /// </summary>
    [Parameter]
    public object? Credential { get; set; }

    /// <summary>One endpoint for all AWS services: LocalStack, moto or the sandbox.</summary>
    [Parameter]
    public string? EndpointUrl { get; set; }

    /// <summary>What the PowerShell session remembers.</summary>
    private protected ModuleSession Session { get; private set; } = null!;

    /// <summary>The session with AWS; one for a whole pipeline.</summary>
    protected Task<AwsSession> OpenAwsAsync(CancellationToken cancellationToken)
    {
        // Keys or a profile of another account never go together with the sandbox's endpoint.
        bool keys = AccessKey is not null || SecretKey is not null;
        bool ownIdentity = keys || Credential is not null || ProfileName is not null || EndpointUrl is not null;
        AwsOptions basis = ownIdentity ? new AwsOptions() : Session.AwsDefaults;

        // Nor do those that AWS.Tools keeps for the session: who rehearses does not mean the account.
        AwsOptions stored = basis == new AwsOptions() ? _stored.Options(useCredentials: !keys && Credential is null && ProfileName is null) : basis;
        AwsOptions options = basis with
        {
            ProfileName = ProfileName ?? stored.ProfileName,
            ProfileLocation = ProfileLocation ?? stored.ProfileLocation,
            Region = Region ?? stored.Region,
            AccessKey = AccessKey ?? stored.AccessKey,
            SecretKey = SecretKey ?? stored.SecretKey,
            SessionToken = SessionToken ?? stored.SessionToken,
            Credential = Credential is null ? stored.Credential : CredentialObject.From(Credential, nameof(Credential)),
            EndpointUrl = EndpointUrl ?? stored.EndpointUrl,
        };
        return Session.OpenAwsAsync(options, cancellationToken);
    }

    /// <inheritdoc/>
    private protected override void OnPipelineThread()
    {
        Session = ModuleSession.Current();
        _stored = StoredAwsDefaults.Read(this);
    }
}
