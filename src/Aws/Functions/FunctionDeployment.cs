using TemporalLambda.Aws.Lambda;
using TemporalLambda.Aws.Parameters;
using TemporalLambda.Aws.Roles;

namespace TemporalLambda.Aws.Functions;

/// <summary>The stage that brings a package to a published function version. A run that was killed anywhere is completed by the next.</summary>
public sealed class FunctionDeployment
{
    private const int Tries = 3;

    private readonly AwsSession _session;
    private readonly IStageReporter _reporter;
    private readonly TimeProvider _time;
    private readonly ExecutionRole _role;
    private readonly FunctionReader _reader;
    private readonly FunctionReadiness _readiness;
    private readonly PackageSender _sender;
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
        _time = time ?? TimeProvider.System;
        _role = new ExecutionRole(session.Iam, reporter, _time);
        _reader = new FunctionReader(session, _role, reporter);
        _readiness = new FunctionReadiness(session.Lambda, reporter, _time);
        _sender = new PackageSender(session, reporter);
        _propagation = new RolePropagation(reporter, _time);
    }

    private LambdaClient Lambda => _session.Lambda;

    /// <summary>Reads what is there and says what it takes; changes nothing.</summary>
    /// <exception cref="StageException">Something wanted is not possible, or AWS refused to tell.</exception>
    public async Task<FunctionPlan> PlanAsync(WantedFunction wanted, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        FunctionArn.CheckName(wanted.FunctionName);
        OptionChecks.Check(wanted);
        wanted.ApiKey.Check();
        wanted.CertificateOptions.Check();
        FunctionVariables.Check(wanted);
        string sha256 = await Sha256Async(wanted, cancellationToken);
        (WantedFunction complete, FunctionState found) = await _reader.ReadAsync(
            wanted with
            {
                PackageSha256 = sha256,
                PackageSize = wanted.PackagePath is null ? 0 : PackageFile.SizeOf(wanted.PackagePath),
                Fingerprint = wanted.Fingerprint ?? sha256,
            },
            cancellationToken);
        TellKeptVariables(complete, found);
        if (wanted.ApiKey.Storage == ApiKeyStorage.Environment)
        {
            _reporter.Warning(
                $"The API key is kept in the environment of '{wanted.FunctionName}': whoever may see the function's settings sees it, Temporal's server among them.");
        }

        if (wanted.Options.ReservedConcurrency == 0)
        {
            _reporter.Warning($"With a reserved concurrency of 0 nobody can invoke '{wanted.FunctionName}': its tasks wait.");
        }

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
        foreach ((ApiKeyPlan secret, ApiKeyOptions value) in new[] { (plan.ApiKey, plan.Wanted.ApiKey), (plan.Certificate, plan.Wanted.CertificateOptions) })
        {
            if (secret.Name is not null)
            {
                await new ParameterStore(_session, _reporter, _time).ApplyAsync(secret, value.Key!, OwnTagsOf(plan.Wanted), cancellationToken);
            }
        }

        await PrepareLogAsync(plan, cancellationToken);
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
            await _sender.SendAsync(plan, code => ChangeAsync(name, () => UpdateCodeAsync(plan, code, cancellationToken), cancellationToken), cancellationToken);
        }

        if (plan.Leftover is not null)
        {
            await _sender.RemoveAsync(plan.Leftover);
        }

        await ApplyAttributesAsync(plan, cancellationToken);
        FunctionResult result = plan.Publish is null ? plan.Expected : await PublishAsync(plan, plan.Publish, cancellationToken);
        if (plan.EventInvoke is not null)
        {
            string? qualifier = plan.Wanted.Unqualified ? null : result.FunctionVersion;
            await Lambda.PutFunctionEventInvokeConfigAsync(name, qualifier, plan.EventInvoke, cancellationToken);
        }

        _reporter.Information($"The function '{name}' has build '{plan.Wanted.BuildId}' as version {result.FunctionVersion}.");
        return result;
    }

    private static IReadOnlyDictionary<string, string> OwnTagsOf(WantedFunction wanted) =>
        OwnTags.For(wanted.FunctionName, wanted.DeploymentName, wanted.Namespace);

    private static async Task<string> Sha256Async(WantedFunction wanted, CancellationToken cancellationToken)
    {
        if (wanted.PackagePath is null)
        {
            return wanted.PackageSha256 ?? "";
        }

        string sha256 = await PackageFile.Sha256Async(wanted.PackagePath, cancellationToken);
        return wanted.PackageSha256 is null || wanted.PackageSha256 == sha256 ? sha256 : throw AwsErrors.PackageChanged(wanted.PackagePath);
    }

    private void TellKeptVariables(WantedFunction wanted, FunctionState found)
    {
        string[] kept =
        [
            .. (found.Latest?.Environment?.Variables?.Keys ?? [])
                .Where(n => !FunctionVariables.Own.Contains(n) && !FunctionVariables.OfSecrets.Contains(n) && !wanted.Environment.ContainsKey(n)).Order(StringComparer.Ordinal),
        ];
        if (kept.Length > 0)
        {
            _reporter.Verbose($"Variables of '{wanted.FunctionName}' that others set stay: {string.Join(", ", kept)}.");
        }
    }

    private Task CreateAsync(FunctionPlan plan, CancellationToken cancellationToken) =>
        _sender.SendAsync(plan, code => CreateAsync(plan, code, cancellationToken), cancellationToken);

    private async Task<FunctionConfiguration> CreateAsync(FunctionPlan plan, FunctionCode code, CancellationToken cancellationToken)
    {
        CreateFunctionRequest request = SettingsRequest.Create(plan.Wanted.FunctionName, plan.Settings, code) with
        {
            Tags = TagsDifference.Merge(OwnTagsOf(plan.Wanted), plan.Wanted.Options.Tags),
        };
        await _propagation.WaitAsync(request.Role, () => Lambda.CreateFunctionAsync(request, cancellationToken), cancellationToken);
        return await _readiness.WaitAsync(request.FunctionName, afterUpdate: true, cancellationToken);
    }

    private Task<FunctionConfiguration> UpdateCodeAsync(FunctionPlan plan, FunctionCode code, CancellationToken cancellationToken)
    {
        UpdateFunctionCodeRequest request = new()
        {
            ZipFile = code.ZipFile,
            S3Bucket = code.S3Bucket,
            S3Key = code.S3Key,
            S3ObjectVersion = code.S3ObjectVersion,
            Architectures = [plan.Settings.Architecture],
        };
        return Lambda.UpdateFunctionCodeAsync(plan.Wanted.FunctionName, request, cancellationToken);
    }

    // Before the function: Lambda would make the group itself, and keep its lines for ever, when the function first runs.
    private async Task PrepareLogAsync(FunctionPlan plan, CancellationToken cancellationToken)
    {
        if (plan.Attributes.CreateLogGroup is { } created)
        {
            try
            {
                await _session.Logs.CreateLogGroupAsync(
                    created, OwnTagsOf(plan.Wanted), cancellationToken);
            }
            catch (StageException e) when (e.Is(AwsFault.Conflict))
            {
                // It came meanwhile, or the answer to our own request was lost and the SDK sent it again.
            }
        }

        if (plan.Attributes.RetentionOf is { } group)
        {
            int days = plan.Wanted.Options.LogRetentionDays!.Value;
            await (days == AttributesPlan.ForEver
                ? _session.Logs.DeleteRetentionPolicyAsync(group, cancellationToken)
                : _session.Logs.PutRetentionPolicyAsync(group, days, cancellationToken));
        }
    }

    private async Task ApplyAttributesAsync(FunctionPlan plan, CancellationToken cancellationToken)
    {
        string arn = plan.Expected.FunctionArn;
        if (plan.Attributes.Tags.Set.Count > 0)
        {
            await Lambda.TagResourceAsync(arn, plan.Attributes.Tags.Set, cancellationToken);
        }

        if (plan.Attributes.Tags.Removed.Count > 0)
        {
            await Lambda.UntagResourceAsync(arn, plan.Attributes.Tags.Removed, cancellationToken);
        }

        if (plan.Attributes.Concurrency)
        {
            int reserved = plan.Wanted.Options.ReservedConcurrency!.Value;
            await (reserved == AttributesPlan.Unreserved
                ? Lambda.DeleteFunctionConcurrencyAsync(plan.Wanted.FunctionName, cancellationToken)
                : Lambda.PutFunctionConcurrencyAsync(plan.Wanted.FunctionName, reserved, cancellationToken));
        }
    }

    // Another update that began between our wait and our call is waited out as well.
    private async Task<FunctionConfiguration> ChangeAsync(string name, Func<Task<FunctionConfiguration>> change, CancellationToken cancellationToken)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                await change();
                return await _readiness.WaitAsync(name, afterUpdate: true, cancellationToken);
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
