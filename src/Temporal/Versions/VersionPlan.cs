using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace TemporalLambda.Temporal;

/// <summary>The kinds of step that a version's plan has.</summary>
public enum VersionStep
{
    /// <summary>Make the deployment that the version belongs to.</summary>
    CreateDeployment,

    /// <summary>Make the version with its compute provider.</summary>
    CreateVersion,

    /// <summary>Give an existing version the wanted provider and scaler.</summary>
    UpdateCompute,

    /// <summary>Have the server invoke the function, so that its worker polls and binds the task queue.</summary>
    InvokeAgain,
}

/// <summary>One step of a version's plan.</summary>
/// <param name="Step">What kind of step it is.</param>
/// <param name="Target">The deployment or version.</param>
/// <param name="Sentence">The step in words.</param>
public sealed record VersionChange(VersionStep Step, string Target, string Sentence) : Change(Step.ToString(), Target, Sentence);

/// <summary>What has to happen for a version to be as wanted. Pure: made from values, changes nothing.</summary>
public sealed record VersionPlan
{
    private VersionPlan(WantedVersion wanted, VersionState found)
    {
        Wanted = wanted;
        Found = found;
    }

    /// <summary>The version as it should be.</summary>
    public WantedVersion Wanted { get; }

    /// <summary>The version as it is.</summary>
    public VersionState Found { get; }

    /// <summary>The steps in order; empty where all is as wanted.</summary>
    public IReadOnlyList<Change> Changes { get; private init; } = [];

    /// <summary>The version as it is, with the plan that was not done: what a record shows under -WhatIf.</summary>
    public VersionResult Expected => new(Found.Status ?? "Created", Found.TaskQueues, Wanted.IsBoundIn(Found), Changes);

    /// <summary>The group as it will be: ours, with scaler settings that others made and that were not asked for left alone.</summary>
    internal ComputeGroup Group { get; private init; } = null!;

    /// <summary>What of the group an update has to name; empty where there is nothing to update.</summary>
    internal IReadOnlyList<string> UpdateMask { get; private init; } = [];

    /// <summary>The same for the same step from the same state, so that a repeated request changes nothing; another after any change.</summary>
    internal string RequestId(VersionStep step)
    {
        string text = string.Join('\n', [
            step.ToString(), Wanted.DeploymentName, Wanted.BuildId, Group.Canonical(), Found.ConflictToken, Found.Status, OwnGroup(Wanted, Found)?.Canonical(),
        ]);
        return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..32].ToLowerInvariant();
    }

    /// <summary>The plan from what is wanted and what was found.</summary>
    /// <exception cref="StageException">The version differs and may not be updated, or another scaling group of it is for the same tasks.</exception>
    public static VersionPlan For(WantedVersion wanted, VersionState found)
    {
        ComputeGroup? own = OwnGroup(wanted, found);
        ComputeGroup group = Target(wanted, own);
        VersionPlan plan = new(wanted, found) { Group = group };
        string version = $"{wanted.DeploymentName}:{wanted.BuildId}";
        string named = $"version '{wanted.BuildId}' of worker deployment '{wanted.DeploymentName}'";
        if (!found.Exists)
        {
            VersionChange create = new(VersionStep.CreateVersion, version, $"Create {named}, for which Temporal invokes {wanted.FunctionArn}{For(wanted.TaskQueueKinds)}.");
            return plan with
            {
                Changes = found.DeploymentExists
                    ? [create]
                    : [new VersionChange(VersionStep.CreateDeployment, wanted.DeploymentName, $"Create worker deployment '{wanted.DeploymentName}'."), create],
            };
        }

        RequireFree(wanted, found);
        (List<string> mask, List<string> differences) = Differences(group, own);
        if (mask.Count > 0)
        {
            if (wanted.NoUpdate)
            {
                throw TemporalErrors.VersionDiffers(wanted.DeploymentName, wanted.BuildId, differences);
            }

            return plan with
            {
                UpdateMask = mask,
                Changes = [new VersionChange(VersionStep.UpdateCompute, version, $"Give {named} {string.Join(", ", differences)}.")],
            };
        }

        return wanted.IsBoundIn(found)
            ? plan
            : plan with
            {
                Changes = [new VersionChange(VersionStep.InvokeAgain, version,
                    $"Have Temporal invoke {wanted.FunctionArn} again, because task queue '{wanted.TaskQueue}' is not bound to {named}{For(wanted.TaskQueueKinds)}.")],
            };
    }

    private static ComputeGroup Target(WantedVersion wanted, ComputeGroup? found)
    {
        SortedDictionary<string, double> scaler = new(StringComparer.Ordinal);
        IEnumerable<KeyValuePair<string, double>> kept = found is { ScalerType: ComputeGroup.NoSync } ? found.Scaler : [];
        foreach ((string key, double value) in kept.Concat(wanted.Scaler.Given()))
        {
            scaler[key] = value;
        }

        return new(ComputeGroup.Lambda, wanted.FunctionArn, wanted.InvokeRoleArn, wanted.ExternalId, ComputeGroup.NoSync, scaler)
        {
            Name = wanted.GroupName, TaskQueueKinds = wanted.TaskQueueKinds,
        };
    }

    private static ComputeGroup? OwnGroup(WantedVersion wanted, VersionState found) => found.Groups.FirstOrDefault(group => group.Name == wanted.GroupName);

    private static string For(IReadOnlyList<TaskQueueKind> kinds) => kinds.Count == 0 ? "" : $" for {TaskQueueKinds.InWords(kinds)}";

    // The server refuses two groups for the same kind of task.
    private static void RequireFree(WantedVersion wanted, VersionState found)
    {
        foreach (ComputeGroup other in found.Groups.Where(group => group.Name != wanted.GroupName))
        {
            if (wanted.TaskQueueKinds.Intersect(other.TaskQueueKinds).ToArray() is [var kind, ..])
            {
                throw TemporalErrors.TaskQueueTypeTaken(wanted.DeploymentName, wanted.BuildId, kind, other.Name, other.FunctionArn);
            }
        }
    }

    private static (List<string> Mask, List<string> Differences) Differences(ComputeGroup wanted, ComputeGroup? found)
    {
        List<string> mask = [];
        List<string> differences = [];
        if (found?.ProviderType != wanted.ProviderType)
        {
            string instead = string.IsNullOrEmpty(found?.ProviderType) ? "" : $" instead of compute provider '{found.ProviderType}'";
            differences.Add($"function {wanted.FunctionArn} to invoke{For(wanted.TaskQueueKinds)}{instead}");
        }
        else
        {
            Compare("function", wanted.FunctionArn, found.FunctionArn);
            Compare("invocation role", wanted.RoleArn, found.RoleArn);
            if (wanted.ExternalId != found.ExternalId)
            {
                differences.Add("another External ID");
            }
        }

        if (differences.Count > 0)
        {
            mask.Add("provider");
        }

        // A name says which kinds of task a group of ours is for, unless somebody else made it.
        if (found is not null && !found.TaskQueueKinds.SequenceEqual(wanted.TaskQueueKinds))
        {
            mask.Add("task_queue_types");
            differences.Add($"{TaskQueueKinds.InWords(wanted.TaskQueueKinds)} instead of {TaskQueueKinds.InWords(found.TaskQueueKinds)}");
        }

        int before = differences.Count;
        if (found is not null && found.ScalerType == wanted.ScalerType)
        {
            foreach ((string key, double value) in wanted.Scaler)
            {
                string text = value.ToString(CultureInfo.InvariantCulture);
                Compare(key, text, found.Scaler.TryGetValue(key, out double is_) ? is_.ToString(CultureInfo.InvariantCulture) : null);
            }
        }
        else if (!string.IsNullOrEmpty(found?.ScalerType))
        {
            differences.Add($"scaler '{wanted.ScalerType}' instead of '{found.ScalerType}'");
        }

        if (found is null || found.ScalerType != wanted.ScalerType || differences.Count > before)
        {
            mask.Add("scaler");
        }

        return (mask, differences);

        void Compare(string what, string? want, string? have)
        {
            if (want != have)
            {
                differences.Add(have is null ? $"{what} {want}" : $"{what} {want ?? "(none)"} instead of {have}");
            }
        }
    }
}
