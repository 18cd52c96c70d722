using System.Globalization;

namespace TemporalLambda.Sandbox.Processes;

/// <summary>One process as /proc shows it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="State">R running, S sleeping, T stopped, Z ended and not yet waited for, ...</param>
/// <param name="ParentId">Its parent, or the subreaper that took it over.</param>
/// <param name="GroupId">Its process group.</param>
/// <param name="StartTicks">When it started, in clock ticks since the system's start: with the id it names a process for good.</param>
/// <param name="ResidentBytes">The memory that it has in RAM.</param>
internal readonly record struct ProcessEntry(int Id, char State, int ParentId, int GroupId, long StartTicks, long ResidentBytes)
{
    /// <summary>Not merely an exit status that waits to be fetched.</summary>
    internal bool IsAlive => State is not ('Z' or 'X');
}

/// <summary>All processes at one moment, read from /proc: what belongs to whom.</summary>
internal sealed class ProcessTable
{
    private static readonly int PageSize = Environment.SystemPageSize;

    private ProcessTable(IReadOnlyList<ProcessEntry> entries) => Entries = entries;

    internal IReadOnlyList<ProcessEntry> Entries { get; }

    internal static ProcessTable Read()
    {
        var entries = new List<ProcessEntry>(128);
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder.AsSpan()), NumberStyles.None, CultureInfo.InvariantCulture, out var id)
                && ReadEntry(id) is { } entry)
            {
                entries.Add(entry);
            }
        }

        return new ProcessTable(entries);
    }

    /// <summary>One process, or null when it is gone.</summary>
    internal static ProcessEntry? ReadEntry(int id)
    {
        string stat;
        try
        {
            stat = File.ReadAllText($"/proc/{id}/stat");
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return null;
        }

        // The second field is the command in parentheses and may itself hold any of ") (".
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return new ProcessEntry(id, fields[0][0], Number(fields[1]), Number(fields[2]), Long(fields[19]), Long(fields[21]) * PageSize);

        static int Number(string field) => int.Parse(field, CultureInfo.InvariantCulture);
        static long Long(string field) => long.Parse(field, CultureInfo.InvariantCulture);
    }

    /// <summary>The living children, grandchildren and so on of a process, itself not among them.</summary>
    internal IReadOnlyList<ProcessEntry> Descendants(int id) => Closure([id], []);

    /// <summary>The living processes of a group and everything below them, whatever group that is in.</summary>
    internal IReadOnlyList<ProcessEntry> Members(int groupId)
    {
        var seeds = Entries.Where(entry => entry.GroupId == groupId && entry.IsAlive).ToList();
        return Closure(seeds.Select(entry => entry.Id), seeds);
    }

    private List<ProcessEntry> Closure(IEnumerable<int> roots, List<ProcessEntry> found)
    {
        var children = Entries.ToLookup(entry => entry.ParentId);
        var seen = roots.ToHashSet();
        var open = new Stack<int>(seen);
        while (open.TryPop(out var parent))
        {
            foreach (var child in children[parent])
            {
                if (seen.Add(child.Id))
                {
                    open.Push(child.Id);
                    if (child.IsAlive)
                    {
                        found.Add(child);
                    }
                }
            }
        }

        return found;
    }
}
