namespace TemporalLambda.Sandbox.Policies;

/// <summary>How a trust policy answers a principal.</summary>
internal enum Trust
{
    /// <summary>It does not name the principal, or its conditions do not hold.</summary>
    None,

    /// <summary>It trusts the principal's account: the principal's own policies decide.</summary>
    Account,

    /// <summary>It names the principal: nothing further is needed within one account.</summary>
    Principal,

    /// <summary>It denies.</summary>
    Denied,
}

/// <summary>Evaluates trust policies of roles.</summary>
internal static class TrustEvaluator
{
    private static readonly IReadOnlyDictionary<string, string[]> NoContext = new Dictionary<string, string[]>();

    /// <summary>Whether an identity may assume the role.</summary>
    /// <param name="policy">The role's trust policy.</param>
    /// <param name="names">All ARNs that name the caller: a user's; or a session's and its role's.</param>
    /// <param name="accountId">The caller's account.</param>
    /// <param name="request">With sts:AssumeRole and, in the context, sts:ExternalId where one was given.</param>
    public static Trust OfIdentity(
        PolicyDocument policy, IReadOnlyList<string> names, string accountId, AuthorizationRequest request)
    {
        var trust = Trust.None;
        foreach (var statement in policy.Statements.Where(statement => PolicyEvaluator.Applies(statement, request)))
        {
            var found = Match(statement.Principals!, names, accountId);
            if (found != Trust.None && statement.IsDeny)
            {
                return Trust.Denied;
            }
            trust = found > trust ? found : trust;
        }
        return trust;
    }

    /// <summary>Whether a service, for instance lambda.amazonaws.com, may assume the role.</summary>
    public static bool OfService(PolicyDocument policy, string service)
    {
        var request = new AuthorizationRequest("sts:AssumeRole", "*", NoContext);
        var applying = policy.Statements
            .Where(statement => PolicyEvaluator.Applies(statement, request) && statement.Principals!.Services.Contains(service))
            .ToList();
        return applying.Count > 0 && applying.TrueForAll(statement => !statement.IsDeny);
    }

    private static Trust Match(PrincipalSet principals, IReadOnlyList<string> names, string accountId)
    {
        if (principals.Aws.Any(principal => principal == "*" || names.Contains(principal)))
        {
            return Trust.Principal;
        }
        return principals.Aws.Any(principal => IsAccount(principal, accountId)) ? Trust.Account : Trust.None;
    }

    private static bool IsAccount(string principal, string accountId) =>
        principal == accountId || (principal.StartsWith("arn:", StringComparison.Ordinal)
            && principal.EndsWith($":iam::{accountId}:root", StringComparison.Ordinal));
}
