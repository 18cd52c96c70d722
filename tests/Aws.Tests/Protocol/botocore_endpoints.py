"""Every endpoint that botocore's published rules give: service|region|fips|dualstack|url|signing region."""
import sys

import botocore.loaders
from botocore.endpoint_provider import EndpointProvider

loader = botocore.loaders.Loader()
partitions = loader.load_data("partitions")
for service in sys.argv[1:]:
    provider = EndpointProvider(loader.load_service_model(service, "endpoint-rule-set-1"), partitions)
    for partition in partitions["partitions"]:
        for region in partition["regions"]:
            if region.endswith("-global"):
                continue
            for fips in (False, True):
                for dual in (False, True):
                    try:
                        found = provider.resolve_endpoint(Region=region, UseFIPS=fips, UseDualStack=dual)
                        schemes = found.properties.get("authSchemes", [{}])
                        answer = f"{found.url}|{schemes[0].get('signingRegion', '-')}"
                    except Exception:
                        answer = "error|-"
                    print(f"{service}|{region}|{fips}|{dual}|{answer}")
