using System.Text.RegularExpressions;

namespace TemporalLambda.Aws.Grants;

/// <summary>Who may assume an invocation role.</summary>
public static partial class TemporalPrincipals
{
    private static readonly string[] CloudAccounts = ["902542641901", "160190466495", "819232936619", "829909441867", "354116250941"];

    /// <summary>The identities of Temporal Cloud, as its documentation and template name them (August 2026).</summary>
    public static IReadOnlyList<string> Cloud { get; } = [.. CloudAccounts.Select(account => $"arn:aws:iam::{account}:role/wci-lambda-invoke")];

    /// <summary>The given principals, else Temporal Cloud's where the connection is to it.</summary>
    /// <param name="given">ARNs of users, roles, sessions of roles, or account roots.</param>
    /// <param name="connectionIsCloud">The workers' server is Temporal Cloud.</param>
    /// <param name="partition">The function's partition.</param>
    /// <exception cref="StageException">None was given and there is no default, or one has no principal's form.</exception>
    public static IReadOnlyList<string> Resolve(IReadOnlyList<string>? given, bool connectionIsCloud, string partition)
    {
        if (given is { Count: > 0 })
        {
            return [.. given.Select(principal => Normalize(principal, partition)).Distinct(StringComparer.Ordinal)];
        }

        return connectionIsCloud && partition == "aws" ? Cloud : throw AwsErrors.PrincipalMissing(partition);
    }

    /// <summary>
    /// A principal as IAM keeps it in a trust policy, so that it is found again: a session's ARN becomes its role's, because a session
    /// ends, and an account's number its root's.
    /// </summary>
    /// <exception cref="StageException">It has no principal's form.</exception>
    public static string Normalize(string principal, string partition)
    {
        if (Account().IsMatch(principal ?? ""))
        {
            return $"arn:{partition}:iam::{principal}:root";
        }

        if (AwsArn.TryParse(principal, out AwsArn? arn))
        {
            if (arn.Service == "sts" && AssumedRole().Match(arn.Resource) is { Success: true } session)
            {
                return (arn with { Service = "iam", Resource = "role/" + session.Groups["role"].Value }).ToString();
            }

            if (arn.Service == "iam" && Identity().IsMatch(arn.Resource))
            {
                return arn.ToString();
            }
        }

        throw AwsErrors.PrincipalNotValid(principal ?? "");
    }

    [GeneratedRegex(@"^[0-9]{12}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Account();

    [GeneratedRegex(@"^assumed-role/(?<role>[^/]+)/.+\z", RegexOptions.CultureInvariant)]
    private static partial Regex AssumedRole();

    [GeneratedRegex(@"^(root|(role|user)/.+)\z", RegexOptions.CultureInvariant)]
    private static partial Regex Identity();
}
