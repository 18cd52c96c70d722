using System.Security.Cryptography;
using TemporalLambda.Packaging.Checks;
using TemporalLambda.Packaging.Fingerprints;

namespace TemporalLambda.Packaging.Zipping;

/// <summary>Brings the zip to its place: written aside and then renamed, so that nobody ever sees half of one.</summary>
internal static class PackageFile
{
    /// <summary>Writes the entries as a zip. One that is there already with the same bytes stays as it is.</summary>
    public static Task<WorkerPackage> WriteAsync(
        PackagePlan plan, PackageContent content, PackageTarget target, IReadOnlyList<PackageEntry> entries, CancellationToken cancellationToken) =>
        PutAsync(plan, content, target, file => DeterministicZip.WriteAsync(file, entries, cancellationToken), cancellationToken);

    /// <summary>Copies a ready zip, byte for byte.</summary>
    public static Task<WorkerPackage> CopyAsync(PackagePlan plan, string zip, CancellationToken cancellationToken) =>
        PutAsync(
            plan,
            plan.Content!,
            plan.Target,
            async file =>
            {
                await using FileStream from = File.OpenRead(zip);
                await from.CopyToAsync(file, cancellationToken);
            },
            cancellationToken);

    /// <summary>Whether both are there with the same bytes.</summary>
    public static async Task<bool> AreSameAsync(string first, string second, CancellationToken cancellationToken)
    {
        if (!File.Exists(first) || !File.Exists(second) || new FileInfo(first).Length != new FileInfo(second).Length)
        {
            return false;
        }

        byte[] hash = await HashAsync(first, cancellationToken);
        byte[] other = await HashAsync(second, cancellationToken);
        return hash.AsSpan().SequenceEqual(other);
    }

    /// <summary>The result for the zip as it lies there.</summary>
    public static async Task<WorkerPackage> DescribeAsync(
        PackagePlan plan, PackageContent content, PackageTarget target, IReadOnlyList<Change> changes, CancellationToken cancellationToken)
    {
        string fingerprint = ContentFingerprint.Of(content);
        return new WorkerPackage(
            plan.PackagePath,
            Convert.ToBase64String(await HashAsync(plan.PackagePath, cancellationToken)),
            new FileInfo(plan.PackagePath).Length,
            content.UnpackedSize,
            fingerprint,
            plan.Request.BuildId ?? fingerprint,
            plan.DeploymentName,
            target.Runtime,
            target.Handler,
            target.Architecture,
            target.Packaging,
            content.HasOurRuntime,
            changes);
    }

    private static async Task<WorkerPackage> PutAsync(
        PackagePlan plan, PackageContent content, PackageTarget target, Func<FileStream, Task> write, CancellationToken cancellationToken)
    {
        string path = plan.PackagePath;
        string aside = $"{path}.{Guid.NewGuid():N}.tmp";
        bool isSame;
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await using (var file = new FileStream(aside, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 1 << 16))
            {
                await write(file);
            }

            isSame = await AreSameAsync(path, aside, cancellationToken);
            if (!isSame)
            {
                File.Move(aside, path, overwrite: true);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw PackagingErrors.OutputNotWritable(path, e);
        }
        finally
        {
            if (File.Exists(aside))
            {
                File.Delete(aside);
            }
        }

        return await DescribeAsync(plan, content, target, isSame ? [] : plan.Changes, cancellationToken);
    }

    private static async Task<byte[]> HashAsync(string path, CancellationToken cancellationToken)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
        return await SHA256.HashDataAsync(file, cancellationToken);
    }
}
