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

    /// <summary>One endpoint for all AWS services: LocalStack, moto or the sandbox.</summary>
    [Parameter]
    public string? EndpointUrl { get; set; }

    /// <summary>What the PowerShell session remembers.</summary>
    private protected ModuleSession Session { get; private set; } = null!;

    /// <summary>The session with AWS; one for a whole pipeline.</summary>
    protected Task<AwsSession> OpenAwsAsync(CancellationToken cancellationToken)
    {
        // Keys or a profile of another account never go together with the sandbox's endpoint.
        bool ownIdentity = AccessKey is not null || SecretKey is not null || ProfileName is not null || EndpointUrl is not null;
        AwsOptions basis = ownIdentity ? new AwsOptions() : Session.AwsDefaults;
        AwsOptions options = basis with
        {
            ProfileName = ProfileName ?? basis.ProfileName,
            ProfileLocation = ProfileLocation ?? basis.ProfileLocation,
            Region = Region ?? basis.Region,
            AccessKey = AccessKey ?? basis.AccessKey,
            SecretKey = SecretKey ?? basis.SecretKey,
            SessionToken = SessionToken ?? basis.SessionToken,
            EndpointUrl = EndpointUrl ?? basis.EndpointUrl,
        };
        return Session.OpenAwsAsync(options, cancellationToken);
    }

    /// <inheritdoc/>
    private protected override void OnPipelineThread() => Session = ModuleSession.Current();
}
