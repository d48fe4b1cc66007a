// Reads a container with Microsoft's own client, and writes what the driver never writes: an append blob and a page blob.
// Environment: BLOB_URL, ACCOUNT, KEY, CONTAINER. Prints a line for each blob that was there: name, length, digest, type,
// metadata, parted by tabs and percent-encoded.
const crypto = require('crypto');
const { BlobServiceClient, StorageSharedKeyCredential } = require('@azure/storage-blob');

async function main({ BLOB_URL, ACCOUNT, KEY, CONTAINER }) {
  const service = new BlobServiceClient(BLOB_URL, new StorageSharedKeyCredential(ACCOUNT, KEY));
  const container = service.getContainerClient(CONTAINER);
  for await (const item of container.listBlobsFlat({ includeMetadata: true })) {
    const length = item.properties.contentLength;
    const blob = container.getBlobClient(item.name);
    const content = length === 0 ? Buffer.alloc(0) : await blob.downloadToBuffer();
    const digest = crypto.createHash('sha256').update(content).digest('hex');
    const metadata = Object.entries(item.metadata || {}).sort().map((pair) => pair.join('=')).join(',');
    console.log([item.name, length, digest, item.properties.contentType, metadata].map(encodeURIComponent).join('\t'));
  }
  const appended = container.getAppendBlobClient('vendor/appended ü');
  await appended.create({ metadata: { kind: 'append' }, blobHTTPHeaders: { blobContentType: 'text/x-vendor' } });
  await appended.appendBlock('one,', 4);
  await appended.appendBlock('two', 3);
  const paged = container.getPageBlobClient('vendor/paged');
  await paged.create(1024);
  await paged.uploadPages(Buffer.alloc(512, 'p'), 512, 512);
}

main(process.env).catch((failure) => {
  console.error(failure);
  process.exitCode = 1;
});
