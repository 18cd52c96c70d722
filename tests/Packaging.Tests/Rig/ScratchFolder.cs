namespace TemporalLambda.Packaging.Tests.Rig;

/// <summary>A folder of a test's own, removed afterwards.</summary>
public sealed class ScratchFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("packaging-tests-").FullName;

    public string this[string name] => System.IO.Path.Combine(Path, name);

    public string Write(string name, string text)
    {
        string file = this[name];
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
        return file;
    }

    public string Write(string name, byte[] content)
    {
        string file = this[name];
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(file)!);
        File.WriteAllBytes(file, content);
        return file;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}

/// <summary>Stand-ins for build tools.</summary>
public static class StandIns
{
    /// <summary>A shell script in the scratch folder's <c>bin</c>.</summary>
    public static string WriteTool(this ScratchFolder folder, string name, string script)
    {
        string file = folder.Write($"bin/{name}", $"#!/bin/sh\n{script}\n");
        SetMode(file, 0x1ED);
        return file;
    }

    /// <summary>Gives a file a Unix mode where there are any.</summary>
    public static void SetMode(string file, int mode)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file, (UnixFileMode)mode);
        }
    }
}
