using System.Text;

namespace TemporalLambda;

/// <summary>
/// What Temporal's server accepts as the name of a Worker Deployment. The rules are those of its
/// <c>ValidateDeploymentVersionFields</c> (servers 1.31 and 1.32); here once, so that every stage judges alike.
/// </summary>
public static class DeploymentNames
{
    /// <summary>
    /// The longest name, in bytes of UTF-8: half of what the default limit of 1000 leaves in the id of the version's system workflow.
    /// </summary>
    public const int MaxBytes = 480;

    /// <summary>
    /// The name for a project whose user gave none: the project's name with each character that is forbidden, or that is awkward in a
    /// shell, replaced by a hyphen (<c>My.App</c> gives <c>My-App</c>). A given name is never changed: see <see cref="Problem"/>.
    /// </summary>
    public static string Default(string projectName)
    {
        ArgumentNullException.ThrowIfNull(projectName);
        var name = new StringBuilder(projectName.Length);
        foreach (char c in projectName)
        {
            name.Append(char.IsLetterOrDigit(c) || c is '-' or '_' ? c : '-');
        }

        string result = name.ToString().TrimStart('_', '-').TrimEnd('-');
        while (Encoding.UTF8.GetByteCount(result) > MaxBytes)
        {
            result = result[..^1].TrimEnd('-');
        }

        return result.Length == 0 || Problem(result) is not null ? "worker" : result;
    }

    /// <summary>Why a name can not be used, as the end of a sentence ("it contains '.'"), or null where it can.</summary>
    public static string? Problem(string? name)
    {
        if (string.IsNullOrWhiteSpace(name))
        {
            return "it is empty";
        }

        if (name.Contains('.', StringComparison.Ordinal))
        {
            return "it contains '.'";
        }

        return name.Contains(':', StringComparison.Ordinal) ? "it contains ':'" : VersionFields.Problem(name);
    }
}
