namespace TemporalLambda.Packaging.Zipping;

/// <summary>What a path inside of a package may look like.</summary>
public static class EntryNames
{
    /// <summary>Why a path can not be in a package, as the end of a sentence, or null where it can.</summary>
    public static string? Problem(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (name.Length == 0)
        {
            return "it is empty";
        }

        if (name.Contains('\\', StringComparison.Ordinal))
        {
            return "it has a backslash, which on Lambda is part of a file's name";
        }

        if (name[0] == '/' || (name.Length > 1 && name[1] == ':' && char.IsAsciiLetter(name[0])))
        {
            return "it is absolute";
        }

        if (name.Any(char.IsControl))
        {
            return "it has a control character";
        }

        return name.Split('/').Contains("..") ? "it leads out of the package by '..'" : null;
    }

    /// <summary>Whether a symbolic link at <paramref name="name"/> leads out of the package.</summary>
    public static bool LeadsOut(string name, string target)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(target);
        if (target.StartsWith('/') || target.Contains('\\', StringComparison.Ordinal))
        {
            return true;
        }

        int depth = name.Count(c => c == '/');
        foreach (string segment in target.Split('/'))
        {
            depth += segment switch { "" or "." => 0, ".." => -1, _ => 1 };
            if (depth < 0)
            {
                return true;
            }
        }

        return false;
    }
}
