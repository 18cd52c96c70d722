using TemporalLambda.Aws.Iam;

namespace TemporalLambda.Aws.Grants;

/// <summary>Looks whether a role that an administrator made lets Temporal invoke a function. It is never changed.</summary>
public sealed class GivenInvokeRole
{
    private readonly IamClient _iam;
    private readonly IStageReporter _reporter;

    /// <summary>The check in a session.</summary>
    /// <param name="session">The account.</param>
    /// <param name="reporter">Gets a warning where a permission seems to be missing.</param>
    public GivenInvokeRole(AwsSession session, IStageReporter reporter)
    {
        ArgumentNullException.ThrowIfNull(session);
        _iam = session.Iam;
        _reporter = reporter;
    }

    /// <summary>Checks trust and External ID; a missing permission is a warning, as IAM knows only part of what decides.</summary>
    /// <param name="roleArn">The role.</param>
    /// <param name="wanted">Who is to invoke what through it; its External ID is the role's where none is given.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="StageException">It is not there, or Temporal could not assume it.</exception>
    public async Task<GrantResult> CheckAsync(string roleArn, WantedGrant wanted, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        FunctionArn function = FunctionArn.Parse(wanted.FunctionArn);
        if (wanted.ExternalId is not null)
        {
            ExternalIds.Check(wanted.ExternalId);
        }

        if (!AwsArn.TryParse(roleArn, out AwsArn? arn) || arn.Service != "iam" || !arn.Resource.StartsWith("role/", StringComparison.Ordinal))
        {
            throw AwsErrors.InvokeRoleArnNotValid(roleArn);
        }

        string externalId = await CheckTrustAsync(roleArn, wanted, cancellationToken);
        if (await MissingAsync(roleArn, function, cancellationToken) is { Count: > 0 } actions)
        {
            _reporter.Warning($"The role '{RoleName.Of(roleArn)}' seems not to allow {string.Join(" and ", actions)}.");
        }

        return new GrantResult(roleArn, externalId);
    }

    private async Task<string> CheckTrustAsync(string roleArn, WantedGrant wanted, CancellationToken cancellationToken)
    {
        Role? role;
        try
        {
            role = await _iam.GetRoleAsync(RoleName.Of(roleArn), cancellationToken).OrNull();
        }
        catch (StageException e) when (e.Is(AwsFault.AccessDenied))
        {
            _reporter.Verbose($"Whether Temporal may assume '{roleArn}' can not be seen: iam:GetRole is not allowed.");
            return wanted.ExternalId ?? throw AwsErrors.InvokeRoleExternalIdUnknown(roleArn);
        }

        // IAM finds by name alone: another path or account is another role.
        if (role is null || role.Arn != roleArn)
        {
            throw AwsErrors.InvokeRoleNotFound(roleArn);
        }

        TrustPolicy trust = TrustPolicy.Read(role.AssumeRolePolicyDocument);
        if (trust.OpenTo(wanted.Principals) is { Count: > 0 } open)
        {
            throw AwsErrors.InvokeRoleOpen(roleArn, open);
        }

        string? externalId = wanted.ExternalId ?? trust.ExternalIdForAny(wanted.Principals);
        return externalId is not null && trust.Refused(wanted.Principals, externalId).Count == 0
            ? externalId
            : throw AwsErrors.InvokeRoleWithoutTrust(roleArn, externalId is null ? wanted.Principals : trust.Refused(wanted.Principals, externalId));
    }

    // A version stands for all of them: a role that names one alone would fail with the next.
    private async Task<IReadOnlyList<string>?> MissingAsync(string roleArn, FunctionArn function, CancellationToken cancellationToken)
    {
        try
        {
            string[] resources = [function.Unqualified, function.Unqualified + ":1"];
            IReadOnlyList<SimulatedAction>[] judged = await Task.WhenAll(resources.Select(resource =>
                _iam.SimulatePrincipalPolicyAsync(roleArn, ["lambda:GetFunction", "lambda:InvokeFunction"], [resource], cancellationToken)));
            return [.. judged.SelectMany((actions, number) => actions.Where(action => !action.IsAllowed).Select(action => $"{action.Action} on {resources[number]}"))];
        }
        catch (StageException e)
        {
            _reporter.Verbose($"What '{roleArn}' may do can not be seen: {e.Message}");
            return null;
        }
    }
}
