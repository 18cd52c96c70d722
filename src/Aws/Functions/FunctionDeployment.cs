using System.Globalization;
using TemporalLambda.Aws.Lambda;
using TemporalLambda.Aws.Roles;

namespace TemporalLambda.Aws.Functions;

/// <summary>The stage that brings a package to a published function version. A run that was killed anywhere is completed by the next.</summary>
public sealed class FunctionDeployment
{
    private const int Tries = 3;

    private readonly AwsSession _session;
    private readonly IStageReporter _reporter;
    private readonly ExecutionRole _role;
    private readonly FunctionReadiness _readiness;
    private readonly RolePropagation _propagation;

    /// <summary>The stage in a session.</summary>
    /// <param name="session">The account and region.</param>
    /// <param name="reporter">Gets milestones and progress.</param>
    /// <param name="time">The clock of the waits. Default: the system's.</param>
    public FunctionDeployment(AwsSession session, IStageReporter reporter, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(session);
        _session = session;
        _reporter = reporter;
        _role = new ExecutionRole(session.Iam);
        _readiness = new FunctionReadiness(session.Lambda, reporter, time ?? TimeProvider.System);
        _propagation = new RolePropagation(reporter, time ?? TimeProvider.System);
    }

    private LambdaClient Lambda => _session.Lambda;

    /// <summary>Reads what is there and says what it takes; changes nothing.</summary>
    /// <exception cref="StageException">Something wanted is not possible, or AWS refused to tell.</exception>
    public async Task<FunctionPlan> PlanAsync(WantedFunction wanted, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        FunctionArn.CheckName(wanted.FunctionName);
        CheckSettings(wanted);
        FunctionVariables.Check(wanted);
        string sha256 = await Sha256Async(wanted, cancellationToken);
        (WantedFunction complete, FunctionState found) = await ReadAsync(
            wanted with { PackageSha256 = sha256, Fingerprint = wanted.Fingerprint ?? sha256 }, cancellationToken);
        TellKeptVariables(complete, found);
        return FunctionPlan.From(complete, found);
    }

    /// <summary>Does a plan, waits until it holds and reads it back.</summary>
    /// <exception cref="StageException">A step failed; the next run takes up there.</exception>
    public async Task<FunctionResult> ApplyAsync(FunctionPlan plan, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(plan);
        if (plan.Changes.Count == 0)
        {
            return plan.Expected;
        }

        string name = plan.Wanted.FunctionName;
        await _role.ApplyAsync(plan.Role, RoleName.Of(plan.Settings.Role), cancellationToken);
        if (plan.Create)
        {
            try
            {
                await CreateAsync(plan, cancellationToken);
            }
            catch (StageException e) when (e.Is(AwsFault.Conflict))
            {
                // Another run was faster, or the answer to our own request was lost and the SDK sent it again.
                return await ApplyAsync(await PlanAsync(plan.Wanted, cancellationToken), cancellationToken);
            }
        }
        else if (plan.Update is not null || plan.UpdateCode || plan.Publish is not null)
        {
            await _readiness.WaitAsync(name, afterUpdate: false, cancellationToken);
        }

        if (plan.Update is not null)
        {
            await ChangeAsync(name, () => _propagation.WaitAsync(
                plan.Settings.Role, () => Lambda.UpdateFunctionConfigurationAsync(name, plan.Update, cancellationToken), cancellationToken), cancellationToken);
        }

        if (plan.UpdateCode)
        {
            UpdateFunctionCodeRequest code = new()
            {
                ZipFile = await PackageFile.ReadAsync(plan.Wanted, cancellationToken),
                Architectures = [plan.Settings.Architecture],
            };
            await ChangeAsync(name, () => Lambda.UpdateFunctionCodeAsync(name, code, cancellationToken), cancellationToken);
        }

        FunctionResult result = plan.Publish is null ? plan.Expected : await PublishAsync(plan, plan.Publish, cancellationToken);
        if (plan.EventInvoke is not null)
        {
            string? qualifier = plan.Wanted.Unqualified ? null : result.FunctionVersion;
            await Lambda.PutFunctionEventInvokeConfigAsync(name, qualifier, plan.EventInvoke, cancellationToken);
        }

        _reporter.Information($"The function '{name}' has build '{plan.Wanted.BuildId}' as version {result.FunctionVersion}.");
        return result;
    }

    private static void CheckSettings(WantedFunction wanted)
    {
        Check("Timeout", wanted.Timeout, 1, 900, "s");
        Check("MemorySize", wanted.MemorySize, 128, 10240, "MB");
        if (wanted.Architecture is not ("x86_64" or "arm64"))
        {
            throw AwsErrors.SettingNotValid("Architecture", wanted.Architecture, "x86_64 and arm64");
        }

        static void Check(string setting, int value, int least, int most, string unit)
        {
            if (value < least || value > most)
            {
                throw AwsErrors.SettingNotValid(setting, value.ToString(CultureInfo.InvariantCulture), $"{least} to {most} {unit}");
            }
        }
    }

    private static async Task<string> Sha256Async(WantedFunction wanted, CancellationToken cancellationToken)
    {
        if (wanted.PackagePath is null)
        {
            return wanted.PackageSha256 ?? "";
        }

        string sha256 = await PackageFile.Sha256Async(wanted.PackagePath, cancellationToken);
        return wanted.PackageSha256 is null || wanted.PackageSha256 == sha256 ? sha256 : throw AwsErrors.PackageChanged(wanted.PackagePath);
    }

    private async Task<(WantedFunction Wanted, FunctionState Found)> ReadAsync(WantedFunction wanted, CancellationToken cancellationToken)
    {
        string name = wanted.FunctionName;
        Task<FunctionDescription?> function = Lambda.GetFunctionAsync(name, null, cancellationToken).OrNull();
        Task<IReadOnlyList<FunctionConfiguration>?> versions = Lambda.ListVersionsByFunctionAsync(name, cancellationToken).OrNull();
        Task<ExecutionRoleState?> role = wanted.ExecutionRoleArn is null
            ? _role.ReadAsync(name, cancellationToken).OrNull()
            : Task.FromResult<ExecutionRoleState?>(null);
        await Task.WhenAll(function, versions, role);

        FunctionConfiguration? latest = (await function)?.Configuration;
        FunctionArn arn = FunctionArn.Parse(latest?.FunctionArn ?? await FutureArnAsync(name, cancellationToken));
        (string roleArn, ExecutionRoleState? own) = ChooseRole(wanted, latest, await role, arn);
        FunctionState state = new()
        {
            Arn = arn,
            Latest = latest,
            Versions = [.. (await versions ?? []).Where(v => v.Version != "$LATEST")],
            OwnRole = own,
            RoleArn = roleArn,
        };
        if (wanted.PackagePath is null)
        {
            // Not built yet; but a version of the same code tells which package it would be.
            wanted = wanted with { PackageSha256 = state.CodeOf(wanted.Fingerprint) ?? wanted.PackageSha256 };
        }

        string? version = wanted.Unqualified ? latest?.Version : state.Match(wanted)?.Version;
        if (version is null)
        {
            return (wanted, state);
        }

        string? qualifier = wanted.Unqualified ? null : version;
        return (wanted, state with { EventInvoke = await Lambda.GetFunctionEventInvokeConfigAsync(name, qualifier, cancellationToken).OrNull() });
    }

    // A function that runs as a role of its owner's goes on doing so.
    private static (string RoleArn, ExecutionRoleState? Own) ChooseRole(
        WantedFunction wanted, FunctionConfiguration? latest, ExecutionRoleState? own, FunctionArn arn)
    {
        if (wanted.ExecutionRoleArn is not null)
        {
            return (wanted.ExecutionRoleArn, null);
        }

        if (latest is not null && RoleName.Of(latest.Role) != own!.RoleName)
        {
            return (latest.Role, null);
        }

        return (own!.Role?.Arn ?? $"arn:{arn.Parts.Partition}:iam::{arn.Parts.Account}:role/{own.RoleName}", own);
    }

    private async Task<string> FutureArnAsync(string name, CancellationToken cancellationToken)
    {
        CallerIdentity caller = await _session.GetCallerIdentityAsync(cancellationToken);
        return $"arn:{_session.Partition}:lambda:{_session.Region}:{caller.Account}:function:{name}";
    }

    private void TellKeptVariables(WantedFunction wanted, FunctionState found)
    {
        string[] kept =
        [
            .. (found.Latest?.Environment?.Variables?.Keys ?? [])
                .Where(n => !FunctionVariables.Own.Contains(n) && !wanted.Environment.ContainsKey(n)).Order(StringComparer.Ordinal),
        ];
        if (kept.Length > 0)
        {
            _reporter.Verbose($"Variables of '{wanted.FunctionName}' that others set stay: {string.Join(", ", kept)}.");
        }
    }

    private async Task CreateAsync(FunctionPlan plan, CancellationToken cancellationToken)
    {
        CreateFunctionRequest request = new()
        {
            FunctionName = plan.Wanted.FunctionName,
            Role = plan.Settings.Role,
            Runtime = plan.Settings.Runtime,
            Handler = plan.Settings.Handler,
            Architectures = [plan.Settings.Architecture],
            Timeout = plan.Settings.Timeout,
            MemorySize = plan.Settings.MemorySize,
            Environment = new FunctionEnvironment(plan.Settings.Variables),
            Code = new FunctionCode { ZipFile = await PackageFile.ReadAsync(plan.Wanted, cancellationToken) },
            Tags = OwnTags.For(plan.Wanted.FunctionName, plan.Wanted.DeploymentName, plan.Wanted.Namespace),
        };
        await _propagation.WaitAsync(request.Role, () => Lambda.CreateFunctionAsync(request, cancellationToken), cancellationToken);
        await _readiness.WaitAsync(request.FunctionName, afterUpdate: true, cancellationToken);
    }

    // Another update that began between our wait and our call is waited out as well.
    private async Task ChangeAsync(string name, Func<Task<FunctionConfiguration>> change, CancellationToken cancellationToken)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                await change();
                await _readiness.WaitAsync(name, afterUpdate: true, cancellationToken);
                return;
            }
            catch (StageException e) when (e.Is(AwsFault.Conflict) && attempt < Tries)
            {
                await _readiness.WaitAsync(name, afterUpdate: false, cancellationToken);
            }
        }
    }

    private async Task<FunctionResult> PublishAsync(FunctionPlan plan, VersionNote note, CancellationToken cancellationToken)
    {
        string name = plan.Wanted.FunctionName;
        PublishVersionRequest request = new() { CodeSha256 = plan.Settings.CodeSha256, Description = note.ToString() };
        FunctionConfiguration version = await Lambda.PublishVersionAsync(name, request, cancellationToken);
        return FunctionSettings.Of(version).SameAs(plan.Settings)
            ? plan.Expected with { FunctionVersion = version.Version, QualifiedArn = $"{plan.Expected.FunctionArn}:{version.Version}" }
            : throw AwsErrors.VersionNotAsWanted(name, version.Version);
    }
}
