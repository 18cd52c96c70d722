using System.Security.Cryptography;
using TemporalLambda.Aws.Iam;

namespace TemporalLambda.Aws.Grants;

/// <summary>The stage that lets Temporal invoke a function. A run that was killed anywhere is completed by the next.</summary>
public sealed class GrantDeployment
{
    private const int Tries = 5;

    private readonly IamClient _iam;
    private readonly IStageReporter _reporter;
    private readonly TimeProvider _time;

    /// <summary>The stage in a session.</summary>
    /// <param name="session">The account.</param>
    /// <param name="reporter">Gets milestones.</param>
    /// <param name="time">The clock of the waits. Default: the system's.</param>
    public GrantDeployment(AwsSession session, IStageReporter reporter, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(session);
        _iam = session.Iam;
        _reporter = reporter;
        _time = time ?? TimeProvider.System;
    }

    /// <summary>Reads what is there and says what it takes; changes nothing.</summary>
    /// <exception cref="StageException">Something wanted is not possible, or AWS refused to tell.</exception>
    public async Task<GrantPlan> PlanAsync(WantedGrant wanted, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        FunctionArn function = FunctionArn.Parse(wanted.FunctionArn);
        if (wanted.ExternalId is not null)
        {
            ExternalIds.Check(wanted.ExternalId);
        }

        string roleName = wanted.RoleName ?? RoleName.ForInvocation(function.Name);
        Task<Role?> role = _iam.GetRoleAsync(roleName, cancellationToken).OrNull();
        Task<string?> policy = _iam.GetRolePolicyAsync(roleName, GrantState.PolicyName(function.Name), cancellationToken).OrNull();
        await Task.WhenAll(role, policy);
        GrantState found = new(function, roleName, await role, await policy);
        if (found.Role is not null && !PolicyDocument.Same(found.Policy, GrantPlan.PolicyFor(function)))
        {
            found = found with { OtherPoliciesLength = await ReadOtherPoliciesAsync(found, cancellationToken) };
        }

        return GrantPlan.From(wanted, found, ExternalIds.Generate());
    }

    /// <summary>Does a plan and reads back what others could have changed meanwhile.</summary>
    /// <exception cref="StageException">A step failed; the next run takes up there.</exception>
    public async Task<GrantResult> ApplyAsync(GrantPlan plan, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(plan);
        string roleName = plan.Found.RoleName;
        string roleArn = plan.Expected.InvokeRoleArn;
        if (plan.Create is not null)
        {
            try
            {
                roleArn = (await TrustAsync(plan, () => _iam.CreateRoleAsync(plan.Create, cancellationToken))).Arn;
            }
            catch (StageException e) when (e.Is(AwsFault.Conflict))
            {
                // Another run was faster, or the answer to our own request was lost: what is there now counts, its External ID too.
                return await ApplyAsync(await PlanAsync(plan.Wanted, cancellationToken), cancellationToken);
            }
        }

        if (plan.Boundary is not null)
        {
            await _iam.PutRolePermissionsBoundaryAsync(roleName, plan.Boundary, cancellationToken);
        }

        if (plan.Policy is not null)
        {
            Task Put() => PutPolicyAsync(plan, plan.Policy, cancellationToken);
            await (plan.Create is null ? Put() : new RoleVisibility(_reporter, _time).WaitAsync(roleName, Put, cancellationToken));
        }

        if (plan.Trust is not null)
        {
            await ExtendTrustAsync(plan, cancellationToken);
        }

        if (plan.Changes.Count > 0)
        {
            _reporter.Information($"Temporal may invoke '{plan.Found.Function.Name}' through the role '{roleName}'.");
        }

        return plan.Expected with { InvokeRoleArn = roleArn };
    }

    // A policy is only written when all of its principals exist.
    private static async Task<T> TrustAsync<T>(GrantPlan plan, Func<Task<T>> write)
    {
        try
        {
            return await write();
        }
        catch (StageException e) when (e.Is(AwsFault.Invalid) && e.AwsMessage().Contains("Invalid principal", StringComparison.OrdinalIgnoreCase))
        {
            throw AwsErrors.PrincipalUnknown(plan.Found.RoleName, plan.Wanted.Principals, e);
        }
        catch (StageException e) when (e.Is(AwsFault.LimitExceeded) && e.AwsMessage().Contains("ACLSizePerRole", StringComparison.Ordinal))
        {
            throw AwsErrors.TrustPolicyFull(plan.Found.RoleName, e);
        }
    }

    private async Task PutPolicyAsync(GrantPlan plan, string policy, CancellationToken cancellationToken)
    {
        string function = plan.Found.Function.Name;
        try
        {
            await _iam.PutRolePolicyAsync(plan.Found.RoleName, GrantState.PolicyName(function), policy, cancellationToken);
        }
        catch (StageException e) when (e.Is(AwsFault.LimitExceeded))
        {
            // Others were granted since it was read.
            throw AwsErrors.RolePoliciesFull(plan.Found.RoleName, function, e);
        }
    }

    private async Task<int> ReadOtherPoliciesAsync(GrantState found, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> names = await _iam.ListRolePoliciesAsync(found.RoleName, cancellationToken);
        string?[] documents = await Task.WhenAll(names
            .Where(name => name != GrantState.PolicyName(found.Function.Name))
            .Select(name => _iam.GetRolePolicyAsync(found.RoleName, name, cancellationToken).OrNull()));
        return documents.Sum(document => PolicyText.CountedLength(document ?? ""));
    }

    // IAM has no compare-and-swap for trust policies: of two writers the later wins. So each merges into what is there at that moment, and
    // looks again a while after it wrote. The while is longer than another's time between reading and writing, and random, so that two do
    // not keep meeting.
    private async Task ExtendTrustAsync(GrantPlan plan, CancellationToken cancellationToken)
    {
        string roleName = plan.Found.RoleName;
        string externalId = plan.Expected.ExternalId;
        for (int attempt = 0; ; attempt++)
        {
            TrustPolicy now = TrustPolicy.Read((await _iam.GetRoleAsync(roleName, cancellationToken)).AssumeRolePolicyDocument);
            IReadOnlyList<string> missing = now.Missing(plan.Wanted.Principals, externalId);
            if (missing.Count == 0)
            {
                return;
            }

            if (attempt == Tries)
            {
                throw AwsErrors.TrustNotKept(roleName);
            }

            await TrustAsync(plan, async () =>
            {
                await _iam.UpdateAssumeRolePolicyAsync(roleName, now.With(missing, externalId), cancellationToken);
                return true;
            });
            await Task.Delay(TimeSpan.FromMilliseconds(RandomNumberGenerator.GetInt32(500, 1500)), _time, cancellationToken);
        }
    }
}
