using System.Globalization;
using TemporalLambda.Aws.Lambda;
using TemporalLambda.Aws.Parameters;
using TemporalLambda.Aws.Roles;
using TemporalLambda.Aws.Storage;

namespace TemporalLambda.Aws.Functions;

/// <summary>What it takes from the function that is there to the one that is wanted. Made from values alone.</summary>
public sealed record FunctionPlan
{
    private FunctionPlan(WantedFunction wanted, FunctionSettings settings, FunctionResult expected)
    {
        Wanted = wanted;
        Settings = settings;
        Expected = expected;
    }

    /// <summary>The steps in words; empty where nothing differs.</summary>
    public IReadOnlyList<Change> Changes { get; private init; } = [];

    /// <summary>What will be there; a version that is not published yet with its likely number.</summary>
    public FunctionResult Expected { get; private init; }

    internal WantedFunction Wanted { get; }

    internal FunctionSettings Settings { get; }

    internal ExecutionRolePlan Role { get; private init; } = ExecutionRolePlan.Nothing;

    internal ApiKeyPlan ApiKey { get; private init; } = ApiKeyPlan.Nothing;

    internal ApiKeyPlan Certificate { get; private init; } = ApiKeyPlan.Nothing;

    internal AttributesPlan Attributes { get; private init; } = new();

    internal bool Create { get; private init; }

    internal bool UpdateCode { get; private init; }

    /// <summary>Where the package goes through on its way to Lambda; null: it goes directly, or not at all.</summary>
    internal StagedPackage? Upload { get; private init; }

    /// <summary>A package that an earlier run left, or null.</summary>
    internal StagedPackage? Leftover { get; private init; }

    internal UpdateFunctionConfigurationRequest? Update { get; private init; }

    internal VersionNote? Publish { get; private init; }

    internal EventInvokeConfig? EventInvoke { get; private init; }

    /// <summary>The plan for a wanted function.</summary>
    /// <exception cref="StageException">The build id was published with other code, or the variables are too large.</exception>
    internal static FunctionPlan From(WantedFunction wanted, FunctionState found)
    {
        FunctionSettings settings = FunctionSettings.Of(wanted, found.RoleArn, found.Latest);
        OptionChecks.CheckTogether(wanted, settings);
        FunctionVariables.CheckSize(wanted.FunctionName, settings.Variables);
        VersionNote note = VersionNote.For(wanted.BuildId, wanted.Fingerprint!);
        if (!wanted.Unqualified && note.Fingerprint.Length > 0)
        {
            RefuseOtherCode(wanted, note, found.Versions);
        }

        FunctionConfiguration? match = wanted.Unqualified ? null : found.Match(wanted);
        bool create = found.Latest is null;
        ExecutionRolePlan role = RolePlan(wanted, settings, found);
        ApiKeyPlan apiKey = ApiKeyPlan.From(wanted.ApiKey, found.Parameter);
        ApiKeyPlan certificate = ApiKeyPlan.From(wanted.CertificateOptions, found.CertificateParameter, "certificate with its key");
        AttributesPlan attributes = AttributesPlan.From(wanted.FunctionName, wanted.Options, found.Attributes, create);
        FunctionSettings? latest = found.Latest is null ? null : FunctionSettings.Of(found.Latest);
        bool untouched = match is not null;
        bool updateCode = latest is not null && !untouched
            && (latest.CodeSha256 != settings.CodeSha256 || latest.Architecture != settings.Architecture);
        bool send = create || updateCode;
        if (send && wanted.NeedsBucket && wanted.Bucket is null)
        {
            throw AwsErrors.PackageNeedsBucket(wanted.PackagePath!, wanted.PackageSize, wanted.LargestDirect);
        }

        StagedPackage? upload = send ? wanted.Staged : null;
        StagedPackage? leftover = !send && found.IsStaged ? wanted.Staged : null;

        // A version of an earlier build is taken as it is. Settings that go back to what an earlier version of the same build had are still
        // set, so that the next run, which knows nothing else, does not bring the others again.
        bool keep = latest is null || (untouched && latest.Variables.GetValueOrDefault(FunctionVariables.BuildId) != wanted.BuildId);
        List<Change> differences = keep ? [] : SettingsDifference.Between(wanted.FunctionName, latest!, settings);
        bool publish = !wanted.Unqualified && !untouched;
        EventInvokeConfig? eventInvoke = EventInvokeDifference(wanted, found.EventInvoke);
        string version = wanted.Unqualified ? "$LATEST" : match?.Version ?? NextVersion(found.Versions);
        string qualified = wanted.Unqualified ? found.Arn.Unqualified : $"{found.Arn.Unqualified}:{version}";

        return new FunctionPlan(wanted, settings, new FunctionResult(found.Arn.Unqualified, version, qualified, found.RoleArn))
        {
            Role = role,
            ApiKey = apiKey,
            Certificate = certificate,
            Attributes = attributes,
            Create = create,
            UpdateCode = updateCode,
            Upload = upload,
            Leftover = leftover,
            Update = differences.Count == 0 ? null : SettingsRequest.Update(latest!, settings),
            Publish = publish ? note : null,
            EventInvoke = eventInvoke,
            Changes =
            [
                .. role.Changes,
                .. apiKey.Changes,
                .. certificate.Changes,
                .. attributes.Before,
                .. PackageSentences(upload, leftover),
                .. Sentences(wanted, settings, create, differences, updateCode),
                .. attributes.After,
                .. VersionSentences(wanted, publish, eventInvoke is not null, match?.Version),
            ],
        };
    }

    private static ExecutionRolePlan RolePlan(WantedFunction wanted, FunctionSettings settings, FunctionState found)
    {
        if (found.OwnRole is not null)
        {
            return ExecutionRolePlan.From(
                found.Needs(wanted, settings),
                wanted.RoleOptions,
                OwnTags.For(wanted.FunctionName, wanted.DeploymentName, wanted.Namespace),
                wanted.Options.Tags,
                found.OwnRole);
        }

        return wanted.RoleOptions.AreGiven
            ? throw AwsErrors.RoleNotOwn(RoleName.Of(found.RoleArn), wanted.FunctionName)
            : ExecutionRolePlan.Nothing;
    }

    private static IEnumerable<Change> PackageSentences(StagedPackage? upload, StagedPackage? leftover)
    {
        if (upload is not null)
        {
            yield return new Change("PutObject", upload.ToString(), $"Upload the package to {upload}, and remove it when Lambda has it.");
        }

        if (leftover is not null)
        {
            yield return new Change("DeleteObject", leftover.ToString(), $"Remove the package that an earlier run left at {leftover}.");
        }
    }

    private static IEnumerable<Change> Sentences(
        WantedFunction wanted, FunctionSettings settings, bool create, IReadOnlyList<Change> differences, bool updateCode)
    {
        string name = wanted.FunctionName;
        if (create)
        {
            string more = string.Concat(SettingsDifference.FromDefaults(name, settings).Select(setting => ", " + setting));
            yield return new Change("CreateFunction", name, string.Create(
                CultureInfo.InvariantCulture,
                $"Create the function '{name}' ({wanted.Runtime}, {wanted.Architecture}, {wanted.MemorySize} MB, {wanted.Timeout} s{more})."));
        }

        foreach (Change difference in differences)
        {
            yield return difference;
        }

        if (updateCode)
        {
            yield return new Change("UpdateFunctionCode", name, $"Replace the code of '{name}' with build '{wanted.BuildId}'.");
        }
    }

    private static IEnumerable<Change> VersionSentences(WantedFunction wanted, bool publish, bool eventInvoke, string? existingVersion)
    {
        string name = wanted.FunctionName;
        if (publish)
        {
            yield return new Change("PublishVersion", name, $"Publish a version of '{name}' for build '{wanted.BuildId}'.");
        }

        if (eventInvoke)
        {
            string version = wanted.Unqualified ? "$LATEST" : existingVersion ?? "the new version";
            yield return new Change("PutFunctionEventInvokeConfig", name, string.Create(
                CultureInfo.InvariantCulture,
                $"Set asynchronous invocations of '{name}' ({version}) to {wanted.MaximumRetryAttempts} retries and {wanted.MaximumEventAge} s."));
        }
    }

    private static void RefuseOtherCode(WantedFunction wanted, VersionNote note, IReadOnlyList<FunctionConfiguration> versions)
    {
        FunctionConfiguration? other = versions.LastOrDefault(
            version => VersionNote.Read(version.Description) is { } earlier
                && earlier.BuildId == note.BuildId && earlier.Fingerprint != note.Fingerprint);
        if (other is not null)
        {
            throw AwsErrors.BuildIdHasOtherCode(wanted.FunctionName, wanted.BuildId, other.Version);
        }
    }

    private static EventInvokeConfig? EventInvokeDifference(WantedFunction wanted, EventInvokeConfig? found) =>
        found is not null && found.MaximumRetryAttempts == wanted.MaximumRetryAttempts
            && found.MaximumEventAgeInSeconds == wanted.MaximumEventAge
            ? null
            : new EventInvokeConfig
            {
                MaximumRetryAttempts = wanted.MaximumRetryAttempts,
                MaximumEventAgeInSeconds = wanted.MaximumEventAge,
                DestinationConfig = found?.DestinationConfig,
            };

    private static string NextVersion(IReadOnlyList<FunctionConfiguration> versions)
    {
        long newest = versions.Select(v => long.TryParse(v.Version, CultureInfo.InvariantCulture, out long n) ? n : 0).DefaultIfEmpty().Max();
        return (newest + 1).ToString(CultureInfo.InvariantCulture);
    }
}
